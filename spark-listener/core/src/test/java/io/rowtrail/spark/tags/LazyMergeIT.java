package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MERGE, UPDATE and DELETE with ranges: the rows that they make without tags, and ranges that cover the eager sets. */
class LazyMergeIT {
    private static final long PIN = 28;
    private static final long SEED = Long.getLong("rowtrail.seed", 21);
    private static final int REMOVALS = Boolean.getBoolean("rowtrail.long") ? 12 : 1;
    private static final String MERGE_ON_READ = "merge-on-read";
    private static final String MODE = "spark.rowtrail.tags.mode";

    private static final String CREATE = "CREATE OR REPLACE TABLE %1$s TBLPROPERTIES ('write.merge.mode'='%3$s',"
            + " 'write.update.mode'='%3$s', 'write.delete.mode'='%3$s')"
            + " AS SELECT * FROM rowtrail_current('%2$s.target')";
    private static final String MERGE = "MERGE INTO %1$s t USING (SELECT * FROM rowtrail_current('%2$s.source')) s"
            + " ON t.a = s.a AND t.b = s.b WHEN MATCHED AND s.amount IS NULL THEN DELETE"
            + " WHEN MATCHED THEN UPDATE SET value = concat('m', s.value), amount = s.amount"
            + " WHEN NOT MATCHED THEN INSERT *";
    private static final List<String> STEPS = List.of(
            CREATE,
            MERGE,
            "UPDATE %1$s SET value = 'low' WHERE amount < 3",
            "DELETE FROM %1$s WHERE a = 1 AND amount > 2",
            "MERGE INTO %1$s t USING (SELECT a, cast(sum(amount) AS INT) AS n"
                    + " FROM rowtrail_current('%2$s.source') GROUP BY a) s ON t.a = s.a"
                    + " WHEN MATCHED AND s.n > 9 THEN UPDATE SET amount = s.n"
                    + " WHEN NOT MATCHED THEN INSERT (a, b, value, amount) VALUES (s.a, 'new', 'n', s.n)"
                    + " WHEN NOT MATCHED BY SOURCE THEN UPDATE SET value = 'gone'",
            "DELETE FROM %1$s WHERE value = 'gone'");
    private static final List<String> CHECKED =
            Boolean.getBoolean("rowtrail.long") ? STEPS : List.of(MERGE, STEPS.get(STEPS.size() - 1));

    private static SparkLake lake;
    private static ChangeHistory target;
    private static ChangeHistory source;

    @BeforeAll
    static void start() throws Exception {
        lake = SparkLake.withPlugin(Map.of());
        target = ChangeHistory.random(SEED, 30, 24, false);
        source = ChangeHistory.random(SEED + 1, 30, 24, false);
        land("lake.src", Set.of());
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    private static Stream<String> ways() {
        return Boolean.getBoolean("rowtrail.long")
                ? Stream.of("copy-on-write", MERGE_ON_READ)
                : Stream.of("copy-on-write");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rangesCoverTheSetsAndTheRowsAreThoseOfAJobWithoutTags(String way) {
        int ranges = 0;
        for (String step : STEPS) {
            for (String mode : List.of("off", "eager", "lazy")) {
                run(mode, step, "lake.src", way);
            }
            if (CHECKED.contains(step)) {
                assertThat(texts("lake.out.off"))
                        .as(step)
                        .isEqualTo(List.copyOf(sets("lake.out.lazy").keySet()));
                ranges += covered("lake.out.eager", "lake.out.lazy");
            }
        }
        assertThat(schema("lake.out.lazy")).isEqualTo(schema("lake.out.off"));
        assertThat(ranges).as("rows with a range").isGreaterThan(CHECKED.size());
        // Whoever reads on, in whichever mode, takes what was left alone as it was told: covered too.
        run("eager", "CREATE OR REPLACE TABLE %1$s AS SELECT * FROM lake.out.eager", "next", way);
        run("lazy", "CREATE OR REPLACE TABLE %1$s AS SELECT * FROM lake.out.lazy", "next", way);
        assertThat(covered("lake.out.eager", "lake.out.lazy")).isPositive();
    }

    @Test
    void aMergedRowIsThereWithoutTheTransactionsOutsideItsRange() throws Exception {
        run("lazy", CREATE, "lake.src", MERGE_ON_READ);
        run("lazy", MERGE, "lake.src", MERGE_ON_READ);
        Map<String, TagSet> merged = new LinkedHashMap<>();
        sets("lake.out.lazy").forEach((text, sets) -> {
            if (text.contains(",m")) {
                merged.put(text, sets.get(0));
            }
        });
        assertThat(merged.values()).anyMatch(set -> !set.open() && set.exactness() == Exactness.SUPERSET);
        int outlived = 0;
        for (int i = 0; i < REMOVALS; i++) {
            Set<Long> removed = Set.of(SEED * 5 % 13 + i + 2, PIN - i);
            land("lake.cut", removed);
            run("off", CREATE, "lake.cut", MERGE_ON_READ);
            run("off", MERGE, "lake.cut", MERGE_ON_READ);
            List<String> left = texts("lake.out.off");
            for (Map.Entry<String, TagSet> row : merged.entrySet()) {
                TagSet set = row.getValue();
                if (!set.open() && removed.stream().noneMatch(set::mayContain)) {
                    assertThat(left)
                            .as("seed %d without %s: %s", SEED, removed, set)
                            .contains(row.getKey());
                    outlived++;
                }
            }
        }
        assertThat(outlived).as("removals that a row had to outlive").isPositive();
    }

    private static void land(String namespace, Set<Long> without) throws Exception {
        target.without(without).land(lake.session(), namespace + ".target", PIN);
        source.without(without).land(lake.session(), namespace + ".source", PIN);
    }

    private static void run(String mode, String step, String from, String way) {
        lake.session().conf().set(MODE, mode);
        lake.sql(String.format(step, "lake.out." + mode, from, way));
        lake.session().conf().unset(MODE);
    }

    /** Each row of {@code lazy} covers the one like it of {@code eager}; how many of them are ranges. */
    private static int covered(String eager, String lazy) {
        Map<String, List<TagSet>> sets = sets(eager);
        Map<String, List<TagSet>> covering = sets(lazy);
        assertThat(covering.keySet()).isEqualTo(sets.keySet());
        int ranges = 0;
        for (Map.Entry<String, List<TagSet>> rows : covering.entrySet()) {
            assertThat(rows.getValue()).as(rows.getKey()).hasSize(1);
            TagSet range = rows.getValue().get(0);
            TagSet set = sets.get(rows.getKey()).get(0);
            assertThat(LazyOracle.covers(range, set))
                    .as("seed %d, %s: %s covers %s", SEED, rows.getKey(), range, set)
                    .isTrue();
            ranges += range.exactness() == Exactness.SUPERSET ? 1 : 0;
        }
        return ranges;
    }

    private static Map<String, List<TagSet>> sets(String table) {
        Map<String, List<TagSet>> sets = new TreeMap<>();
        for (Row row : lake.sql("SELECT struct(*), _rt_tags FROM " + table)) {
            sets.computeIfAbsent(row.get(0).toString(), text -> new ArrayList<>())
                    .add(TagSet.decode((byte[]) row.get(1)));
        }
        return sets;
    }

    private static List<String> texts(String table) {
        return lake.sql("SELECT struct(*) FROM " + table).stream()
                .map(row -> row.get(0).toString())
                .sorted()
                .toList();
    }

    private static String schema(String table) {
        return lake.session().table(table).schema().json();
    }
}
