package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spark's rewritten plans against the naive interpreter, set by set, on queries made up from seeds. */
class TagRewriteIT {
    private static final int CASES = Integer.getInteger("rowtrail.cases", Boolean.getBoolean("rowtrail.long") ? 500 : 12);
    private static final long FIRST = Long.getLong("rowtrail.seed", 0);
    private static final long DATA = 42;

    private static SparkLake lake;
    private static Map<String, Rel> data;

    @BeforeAll
    static void start() throws Exception {
        lake = SparkLake.withPlugin(Map.of("spark.sql.autoBroadcastJoinThreshold", "-1"));
        Map<String, ChangeHistory> histories = TagRulesTest.histories(DATA);
        for (Map.Entry<String, ChangeHistory> history : histories.entrySet()) {
            history.getValue().land(lake.session(), "lake.src." + history.getKey(), 28);
        }
        data = TagRulesTest.data(histories, Set.of());
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void everyRowHasTheInterpretersSet() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (long seed = FIRST; compared < CASES; seed++) {
            Query query = new RandomQuery(seed, "lake.src").make(1 + new Random(seed).nextInt(3));
            Rel expected = query.eval().apply(data);
            if (expected.rows().isEmpty() || expected.rows().size() > 400) {
                continue;
            }
            compared++;
            lake.sql("CREATE OR REPLACE TABLE lake.out.q AS " + query.sql());
            List<String> actual = written();
            List<String> wanted = new ArrayList<>();
            for (Rel.Tuple row : expected.rows()) {
                TagSet tags = TagSet.of(row.tags().stream().mapToLong(x -> x).toArray());
                wanted.add(row.values() + " " + (row.open() ? tags.opened() : tags));
            }
            Collections.sort(wanted);
            if (!actual.equals(wanted)) {
                wrong.add("seed " + seed + "\n" + query.sql() + "\nis     " + actual + "\nmust be " + wanted);
            }
        }
        assertThat(wrong).as("of %d cases", compared).isEmpty();
    }

    @Test
    void setsDoNotDependOnHowSparkRunsTheQuery() {
        List<Map<String, String>> ways = List.of(
                Map.of("spark.sql.adaptive.enabled", "false", "spark.sql.shuffle.partitions", "1"),
                Map.of("spark.sql.shuffle.partitions", "7", "spark.sql.autoBroadcastJoinThreshold", "10485760"),
                Map.of("spark.sql.codegen.wholeStage", "false", "spark.sql.execution.useObjectHashAggregateExec", "false"));
        for (String query : List.of(
                "SELECT l.b, sum(l.amount) AS s, count(r.a) AS n FROM rowtrail_current('lake.src.h') l LEFT JOIN"
                        + " rowtrail_current('lake.src.k') r ON l.a = r.a AND r.amount > 2 GROUP BY l.b",
                "SELECT value, rank() OVER (PARTITION BY value ORDER BY a, b) AS r FROM"
                        + " (SELECT DISTINCT value, a, b FROM rowtrail_current('lake.src.h'))"
                        + " WHERE a IN (SELECT a FROM rowtrail_current('lake.src.i'))")) {
            List<List<String>> results = new ArrayList<>();
            for (Map<String, String> way : ways) {
                Map<String, String> before = new java.util.HashMap<>();
                way.forEach((key, value) -> {
                    before.put(key, lake.session().conf().get(key));
                    lake.session().conf().set(key, value);
                });
                lake.sql("CREATE OR REPLACE TABLE lake.out.q AS " + query);
                results.add(written());
                before.forEach((key, value) -> lake.session().conf().set(key, value));
            }
            assertThat(results.get(0)).isNotEmpty();
            assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(results.get(0)));
        }
    }

    private static List<String> written() {
        List<String> rows = new ArrayList<>();
        for (Row row : lake.sql("SELECT *, _rt_tags FROM lake.out.q")) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < row.size() - 1; i++) {
                values.add(row.get(i));
            }
            rows.add(values + " " + TagSet.decode((byte[]) row.get(row.size() - 1)));
        }
        Collections.sort(rows);
        return rows;
    }
}
