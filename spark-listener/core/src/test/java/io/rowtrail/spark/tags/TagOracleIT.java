package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two promises of row tags, on made-up queries over made-up histories, against counterfactuals by another engine. */
class TagOracleIT {
    private static final int CASES = Integer.getInteger(
            "rowtrail.cases",
            Boolean.getBoolean("rowtrail.long") ? Integer.getInteger("rowtrail.cases.long", 20_000) : 500);
    private static final int ABSENT_CASES =
            Integer.getInteger("rowtrail.absent.cases", Boolean.getBoolean("rowtrail.long") ? 3_000 : 15);
    private static final int GOLDEN_CASES =
            Integer.getInteger("rowtrail.golden.cases", Boolean.getBoolean("rowtrail.long") ? 1_000 : 6);
    private static final int LAZY_CASES =
            Integer.getInteger("rowtrail.lazy.cases", Boolean.getBoolean("rowtrail.long") ? 3_000 : 20);
    private static final long FIRST = Long.getLong("rowtrail.seed", 0);
    private static final int SHOWN = 10;
    private static final String TESTING = "spark.testing";

    private static SparkLake lake;
    private static Duck duck;

    @BeforeAll
    static void start() throws SQLException {
        // Only then does Spark interpret expressions: compiling them costs ten times what these few rows do.
        System.setProperty(TESTING, "true");
        lake = SparkLake.withPlugin(TagOracle.SETTINGS);
        duck = new Duck();
    }

    @AfterAll
    static void stop() throws SQLException {
        duck.close();
        lake.close();
        System.clearProperty(TESTING);
    }

    @Test
    void bothPromisesHold() {
        TagOracle oracle = new TagOracle(lake.session(), duck);
        TagOracle.Tally tally = new TagOracle.Tally();
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; tally.cases < CASES && wrong.size() < SHOWN; seed++) {
            OracleCase next = OracleCase.of(seed);
            oracle.check(next, tally)
                    .ifPresent(failure ->
                            wrong.add(next.smallest(failure, smaller -> oracle.check(smaller, new TagOracle.Tally()))));
        }
        System.out.println("tag oracle, seeds from " + FIRST + ": " + tally);
        assertThat(wrong).as("of %d cases", tally.cases).isEmpty();
        assertThat(tally.outlived).as("removals that a row had to outlive").isGreaterThan(CASES);
        assertThat(tally.alone).as("closed rows left alone").isGreaterThan(CASES / 4);
    }

    @Test
    void lazyTagsCoverTheEagerOnes() {
        LazyOracle oracle = new LazyOracle(lake.session());
        LazyOracle.Tally tally = new LazyOracle.Tally();
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; tally.cases < LAZY_CASES && wrong.size() < SHOWN; seed++) {
            oracle.check(OracleCase.of(seed), tally).ifPresent(wrong::add);
        }
        System.out.println("lazy tags, seeds from " + FIRST + ": " + tally);
        assertThat(wrong).as("of %d cases", tally.cases).isEmpty();
        assertThat(tally.ranges).as("rows with a range").isGreaterThan(LAZY_CASES);
    }

    @Test
    void absenceIsExactAndEachRowThatMightBeThereHasAGhost() {
        AbsenceOracle oracle = new AbsenceOracle(lake.session(), duck);
        AbsenceOracle.Tally tally = new AbsenceOracle.Tally();
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; tally.cases < ABSENT_CASES && wrong.size() < SHOWN; seed++) {
            OracleCase next = OracleCase.of(seed);
            oracle.check(next, tally)
                    .ifPresent(failure -> wrong.add(
                            next.smallest(failure, smaller -> oracle.check(smaller, new AbsenceOracle.Tally()))));
        }
        System.out.println("absence oracle, seeds from " + FIRST + ": " + tally);
        assertThat(wrong).as("of %d cases", tally.cases).isEmpty();
        assertThat(tally.survived).as("removals that a row had to survive").isGreaterThan(ABSENT_CASES);
        assertThat(tally.appeared).as("rows that came of a ghost").isGreaterThan(ABSENT_CASES / 2);
    }

    @Test
    void thePublishedCasesAreStillSo() throws IOException {
        GoldenSet golden = new GoldenSet(lake.session(), duck);
        int publish = Integer.getInteger("rowtrail.golden.publish", 0);
        if (publish > 0) {
            golden.publish(publish);
        }
        List<String> published = GoldenSet.published();
        assertThat(published).isNotEmpty();
        for (String line : published.subList(0, Math.min(GOLDEN_CASES, published.size()))) {
            assertThat(golden.again(line)).contains(line);
        }
    }

    @Test
    void eachOperatorIsExactWhereverHistoryIsCut() {
        AbsenceOracle oracle = new AbsenceOracle(lake.session(), duck);
        OracleCase history = new OracleCase(1, List.of(), List.of());
        for (String query : List.of(
                "SELECT l.* FROM {u} l @ANTI JOIN {k} r ON l.x2 = r.x2",
                "SELECT * FROM {u} o WHERE NOT EXISTS (SELECT 1 FROM {k} i WHERE i.x2 = o.x2)",
                "SELECT * FROM {u} o WHERE x2 NOT IN (SELECT x2 FROM {k} i)",
                "SELECT * FROM {u} o WHERE x2 IN (SELECT x2 FROM {k} i)",
                "SELECT o.x0, (SELECT count(*) FROM {k} i WHERE i.x2 = o.x2) AS x1 FROM {u} o",
                "SELECT l.x0, r.x1 FROM {u} l LEFT JOIN {k} r ON l.x2 = r.x2",
                "SELECT l.x0, r.x1 FROM {k} l JOIN (SELECT x2, max(x0) AS x1 FROM {k} g GROUP BY x2) r ON l.x2 = r.x2",
                "SELECT x0, count(*) AS x1 FROM {k} g GROUP BY x0 HAVING count(*) > 1",
                "SELECT x1, count(*) AS x0 FROM (SELECT x2, count(*) AS x1 FROM {k} g GROUP BY x2) h GROUP BY x1",
                "SELECT o.x0, l.y AS x1 FROM {u} o, LATERAL (SELECT i.x0 AS y FROM {k} i WHERE i.x2 = o.x2"
                        + " AND i.x1 IN (SELECT x1 FROM {h} h)) l",
                "SELECT * FROM (SELECT * FROM {k} s ORDER BY x0, x1, x2, x3 LIMIT 3) q")) {
            assertThat(oracle.through(history, query)).isEmpty();
        }
    }

    @Test
    void whatIsMissingInTheDemosGoldIsWhatWasReturnedOrMoved() throws Exception {
        ShopHistory shop = new ShopHistory();
        for (int id = 1; id <= 4; id++) {
            shop.customer(1, "r", id, id < 3 ? "CA" : "WA");
        }
        shop.product(1, 1, "Drink");
        shop.product(1, 2, "Food");
        shop.purchase(2, 1, 1, 1);
        shop.purchase(3, 2, 2, 1);
        shop.purchase(4, 3, 3, 1);
        shop.purchase(5, 4, 1, 2);
        shop.returned(6, 2);
        shop.line(7, "u", 1, 1, 9);
        shop.customer(8, "u", 3, "CA");
        shop.purchase(9, 5, 4, 1);
        shop.returned(10, 4);
        shop.purchase(11, 6, 4, 2);
        shop.returned(12, 6);
        shop.purchase(13, 7, 2, 2);
        AbsentQuery query = new AbsentQuery(lake.session(), shop);

        assertThat(told(query, ShopHistory.gold("lake.gold.revenue"), 3))
                .containsExactly(
                        "[1997-03, Drink, CA] because of [1, 2, 4, 7, 8] but for [6]",
                        "[1997-03, Drink, WA] because of [1, 9] but for [8]",
                        "[1997-03, Food, CA] because of [1, 13] but for [10]",
                        "no [1997-03, Food, WA] because of [12]");
        assertThat(told(query, ShopHistory.gold("lake.gold.top_customers"), 3))
                .containsExactly(
                        "[CA, 1, 1] because of [1, 2, 4, 7, 8, 13] but for [6, 10]",
                        "[CA, 2, 2] because of [1, 2, 4, 7, 8, 13] but for [6, 10]",
                        "[CA, 3, 3] because of [1, 2, 4, 7, 8, 13] but for [6, 10]",
                        "[WA, 1, 4] because of [1, 9] but for [8, 12]",
                        "no [WA, 1, 3] because of [8]");
    }

    @Test
    void aLimitsRowsAreThereButForWhatIsSortedBeforeThem() {
        ShopHistory shop = new ShopHistory();
        for (int sale = 1; sale <= 6; sale++) {
            shop.purchase(1 + sale, sale, 1, 1);
        }
        shop.returned(8, 2);
        shop.returned(9, 4);
        AbsentQuery query = new AbsentQuery(lake.session(), shop);

        assertThat(told(
                        query,
                        "SELECT sale_id FROM rowtrail_current('mem.d.sale_line') ORDER BY sale_id LIMIT 3",
                        1))
                .containsExactly(
                        "[1] because of [2] but for []",
                        "[3] because of [4] but for [8]",
                        "[5] because of [6] but for [8, 9]",
                        "no [2] because of [8]",
                        "no [4] because of [9]",
                        "no [6] because of [2, 4, 6]");
    }

    @Test
    void whatFailsOnAGhostOnlyDoesNotFailTheQuery() {
        ShopHistory shop = new ShopHistory();
        shop.purchase(2, 1, 1, 1);
        shop.purchase(3, 2, 1, 2);
        shop.returned(4, 2);
        AbsentQuery query = new AbsentQuery(lake.session(), shop);

        String sold = "SELECT product_id, count(*) AS n FROM rowtrail_current('mem.d.sale_line') GROUP BY product_id";
        assertThat(told(
                        query,
                        "SELECT product_id, count(*) div count(unit_price) AS n FROM"
                                + " rowtrail_current('mem.d.sale_line') GROUP BY product_id",
                        2))
                .containsExactly("[1, 1] because of [2] but for []", "no [2, null] because of [4]");
        assertThat(told(query, "SELECT product_id, 6 div n AS share FROM (" + sold + ") s WHERE n > 0", 2))
                .containsExactly("[1, 6] because of [2] but for []", "no [2, null] because of [4]");
    }

    private static List<String> told(AbsentQuery query, String sql, int columns) {
        AbsentQuery.Answer answer = query.withGhosts(query.analysed(sql), 1_000);
        assertThat(answer.verdict().absence()).isEqualTo(Verdict.AbsenceExactness.EXACT);
        return answer.rows().stream()
                .map(row -> {
                    List<String> values = row.values().subList(0, columns);
                    String absence = Arrays.toString(row.absence().ordinals());
                    return row.live()
                            ? values + " because of "
                                    + Arrays.toString(row.tags().ordinals()) + " but for " + absence
                            : "no " + values + " because of " + absence;
                })
                .sorted()
                .distinct()
                .toList();
    }
}
