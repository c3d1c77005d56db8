package io.rowtrail.spark.delta;

import static io.rowtrail.spark.files.TargetLake.LINES;
import static io.rowtrail.spark.files.TargetLake.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.spark.files.TargetLake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MERGE, UPDATE and DELETE on Delta tables: tags as an Iceberg table's, and both promises tried by removal. */
class DeltaMergeIT {
    private static final int CASES = Integer.getInteger("rowtrail.delta.cases", 4);
    private static final long FIRST = Long.getLong("rowtrail.seed", 0);
    private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
    private static final String WORDS = "spark.databricks.delta.commitInfo.userMetadata";
    private static final String EVOLVES = "spark.databricks.delta.schema.autoMerge.enabled";
    private static final String SOURCE = "(SELECT * FROM rowtrail_current('lake.src.source')) s";
    private static final List<String> STATEMENTS = List.of(
            "UPDATE %s SET value = 'same' WHERE a = 0",
            "UPDATE %s SET amount = amount + 1, value = upper(value) WHERE amount > 2",
            "UPDATE %s SET value = 'none' WHERE a = 1000",
            "DELETE FROM %s WHERE a = 1 AND amount > 2",
            "DELETE FROM %s WHERE a = 2",
            "MERGE INTO %s t USING " + SOURCE + " ON t.a = s.a AND t.b = s.b WHEN MATCHED AND s.amount IS NULL THEN DELETE"
                    + " WHEN MATCHED THEN UPDATE SET value = s.value WHEN NOT MATCHED THEN INSERT *",
            "MERGE INTO %s t USING " + SOURCE + " ON t.a = s.a AND t.b = s.b WHEN MATCHED THEN UPDATE SET *"
                    + " WHEN NOT MATCHED AND s.amount > 1 THEN INSERT (b, a, value) VALUES (s.b, s.a, 'new')",
            "MERGE INTO %s t USING (SELECT a, count(*) AS n FROM rowtrail_current('lake.src.source') GROUP BY a) s"
                    + " ON t.a = s.a WHEN MATCHED AND s.n > 2 THEN UPDATE SET amount = s.n"
                    + " WHEN NOT MATCHED BY SOURCE AND t.amount > 3 THEN UPDATE SET value = 'gone'"
                    + " WHEN NOT MATCHED BY SOURCE THEN DELETE");
    private static TargetLake lake;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(isThere(), "Delta is not on this line's class path");
        lake = TargetLake.start(Map.of(
                "spark.sql.extensions", EXTENSION,
                "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
                "spark.databricks.delta.snapshotPartitions", "1"));
        ChangeHistory.random(8, 30, 24, false).land(lake.session(), "lake.src.source", 28);
    }

    private static boolean isThere() {
        try {
            Class.forName(EXTENSION);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (lake != null) {
            lake.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachStatementLeavesTheRowsAndTagsThatItLeavesInAnIcebergTable(boolean vectors) throws Exception {
        for (String statement : STATEMENTS) {
            lake.sql("CREATE OR REPLACE TABLE changed USING delta TBLPROPERTIES ('delta.enableDeletionVectors'='" + vectors
                    + "') AS " + LINES);
            lake.sql("CREATE OR REPLACE TABLE lake.out.changed AS " + LINES);
            lake.sql(statement.formatted("changed"));
            lake.sql(statement.formatted("lake.out.changed"));
            assertThat(lake.tags("changed"))
                    .as(statement)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(lake.tags("lake.out.changed"));
            assertThat(lake.session().table("changed").columns()).containsExactly("a", "b", "value", "amount");
            assertThat(downstream("changed")).as(statement).containsExactlyInAnyOrderElementsOf(downstream(
                    "lake.out.changed"));
            assertThat(lake.isExact("next")).as(statement).isTrue();
        }
        lake.awaitEvent("/changed", "\"written\":true", "MergeInto");
        lake.sql("DROP TABLE changed");
    }

    /** Not into an Iceberg table, where Delta cannot read deletion vectors for a write (its issue 4794). */
    private static List<String> downstream(String table) {
        lake.sql("CREATE OR REPLACE TABLE next USING delta AS SELECT * FROM " + table);
        return lake.tags("next");
    }

    @Test
    void sourcesThatAreDeltaTablesHaveTheirTagsToo() {
        lake.sql("CREATE OR REPLACE TABLE changed USING delta AS " + LINES + " WHERE a < 3");
        lake.sql("CREATE OR REPLACE TABLE source USING delta AS " + LINES + " WHERE a > 1");
        lake.sql("CREATE OR REPLACE TABLE lake.out.changed AS " + LINES + " WHERE a < 3");
        lake.sql("CREATE OR REPLACE TABLE lake.out.source AS " + LINES + " WHERE a > 1");
        String merge = "MERGE INTO %s t USING %s s ON t.a = s.a AND t.b = s.b WHEN MATCHED THEN UPDATE SET *"
                + " WHEN NOT MATCHED THEN INSERT *";
        lake.sql(merge.formatted("changed", "source"));
        lake.sql(merge.formatted("lake.out.changed", "lake.out.source"));
        assertThat(lake.tags("changed")).containsExactlyInAnyOrderElementsOf(lake.tags("lake.out.changed"));
        lake.sql("MERGE INTO changed t USING (SELECT DISTINCT a FROM changed) s ON t.a = s.a AND t.a = 1"
                + " WHEN MATCHED THEN UPDATE SET value = 'merged'");
        assertThat(isKnown("changed")).as("with itself").isTrue();
        lake.sql("DROP TABLE changed");
        lake.sql("DROP TABLE source");
    }

    @Test
    void aTableByItsPathToo() throws Exception {
        String path = lake.path("changed-by-path");
        lake.session().sql(LINES).write().format("delta").save(path);
        lake.sql("UPDATE delta.`" + path + "` SET value = 'x' WHERE a = 1");
        lake.awaitEvent("/changed-by-path", "\"written\":true", "UPDATE delta");
        assertThat(isKnown("delta.`" + path + "`")).isTrue();
    }

    @Test
    void whatCannotBeTaggedSaysSoAndNoRowIsBelieved() throws Exception {
        String star = "MERGE INTO changed t USING (SELECT a, b, value, amount, 1 AS more FROM lake.silver.lines) s"
                + " ON t.a = s.a AND t.b = s.b WHEN MATCHED THEN UPDATE SET *";
        lake.sql("CREATE OR REPLACE TABLE changed USING delta AS " + LINES);
        with(EVOLVES, "true", () -> lake.sql(star));
        assertThat(lake.session().table("changed").columns()).containsExactly("a", "b", "value", "amount", "more");
        lake.awaitEvent("/changed", "\"written\":false", "change the target's columns");
        assertThat(isKnown("changed")).as("new columns").isFalse();

        lake.sql("CREATE OR REPLACE TABLE changed USING delta AS " + LINES);
        with(WORDS, "mine", () -> lake.sql("UPDATE changed SET value = 'x'"));
        lake.awaitEvent("/changed", "\"guarantee\":\"broken\"", "userMetadata");
        assertThat(words("changed")).isEqualTo("mine");
        assertThat(isKnown("changed")).as("words of the job").isFalse();
        lake.sql("DROP TABLE changed");
    }

    @Test
    void onlyTheCommandsOwnCommitIsSigned() {
        lake.sql("CREATE OR REPLACE TABLE changed USING delta AS " + LINES);
        lake.sql("UPDATE changed SET value = 'x' WHERE a = 1");
        assertThat(words("changed")).contains("rowtrail.run");
        assertThat(lake.session().conf().contains(WORDS)).isFalse();
        assertThat(isKnown("changed")).isTrue();
        lake.withoutTags(() -> lake.sql("UPDATE changed SET value = 'y' WHERE a = 1"));
        assertThat(words("changed")).isNull();
        assertThat(isKnown("changed")).isFalse();
        lake.sql("DELETE FROM changed WHERE a = 2");
        lake.sql("MERGE INTO changed t USING " + SOURCE + " ON t.a = s.a AND t.b = s.b WHEN NOT MATCHED THEN INSERT *");
        assertThat(isKnown("changed")).as("a foreign writer's before").isFalse();
        lake.sql("DROP TABLE changed");
    }

    @Test
    void bothPromisesHoldByRemoval() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (DeltaMergeLaw law = new DeltaMergeLaw(lake)) {
            for (long seed = FIRST; seed < FIRST + CASES; seed++) {
                wrong.addAll(law.check(seed));
            }
            System.out.println("delta merges, seeds from " + FIRST + ": " + CASES + " cases, " + law.tally());
            assertThat(wrong).isEmpty();
            assertThat(law.outlived()).as("removals that a row had to outlive").isGreaterThan(CASES * 10L);
            assertThat(law.alone()).as("closed rows left alone").isGreaterThan(CASES);
        }
    }

    private static boolean isKnown(String table) {
        lake.sql("CREATE OR REPLACE TABLE lake.out.next AS SELECT * FROM " + table);
        assertThat(strings(lake.sql("SELECT * FROM lake.out.next")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql("SELECT * FROM " + table)));
        boolean exact = lake.isExact("lake.out.next");
        assertThat(exact || lake.sql("SELECT 1 FROM lake.out.next WHERE rt_exact(_rt_tags)").isEmpty())
                .as("all or none")
                .isTrue();
        return exact;
    }

    private static String words(String table) {
        return lake.sql("DESCRIBE HISTORY " + table).get(0).getAs("userMetadata");
    }

    private static void with(String setting, String value, Runnable job) {
        lake.session().conf().set(setting, value);
        try {
            job.run();
        } finally {
            lake.session().conf().unset(setting);
        }
    }
}
