package io.rowtrail.spark.delta;

import static io.rowtrail.spark.files.TargetLake.LINES;
import static io.rowtrail.spark.files.TargetLake.strings;
import static io.rowtrail.spark.files.TargetLake.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.spark.files.TargetLake;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Delta tables as targets: their rows have the tags that an Iceberg table's would have, and lose them where another writes. */
class DeltaTargetsIT {
    private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
    private static TargetLake lake;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(isThere(), "Delta is not on this line's class path");
        lake = TargetLake.start(Map.of(
                "spark.sql.extensions", EXTENSION,
                "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
                "spark.databricks.delta.snapshotPartitions", "1"));
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

    @Test
    void eachWayToWriteATableTagsItsRowsAndShowsNoColumn() throws Exception {
        lake.sql("CREATE TABLE ways USING delta PARTITIONED BY (b) AS " + LINES + " WHERE a = 0");
        lake.awaitEvent("/ways", "\"written\":true", "\"guarantee\":\"closed\"");
        lake.sql("INSERT INTO ways SELECT a, value, amount, b FROM lake.silver.lines WHERE a = 1".replace(
                "a, value, amount, b", String.join(", ", lake.session().table("ways").columns())));
        lake.sql("INSERT INTO ways BY NAME SELECT amount, b, a, value FROM lake.silver.lines WHERE a = 2");
        lake.sql("INSERT INTO ways (value, a, b, amount) SELECT value, a, b, amount FROM lake.silver.lines WHERE a = 3");
        Dataset<Row> four = lake.session().sql(LINES + " WHERE a = 4").select(functions.col("a"), functions.col("b"),
                functions.col("value"), functions.col("amount"));
        four.write().insertInto("ways");
        lake.session().sql(LINES + " WHERE a = 5").write().format("delta").mode(SaveMode.Append).saveAsTable("ways");
        lake.session().sql(LINES + " WHERE a > 5").writeTo("ways").append();
        assertThat(lake.session().table("ways").columns()).doesNotContain("_rt_tags").hasSize(4);
        assertThat(lake.sql("SELECT * FROM ways UNION ALL SELECT * FROM ways").get(0).size()).isEqualTo(4);
        assertThat(lake.tags("ways")).isNotEmpty().containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        assertThat(lake.tags("ways VERSION AS OF 0")).containsExactlyInAnyOrderElementsOf(lake.source("a = 0"));
        lake.sql("INSERT OVERWRITE ways SELECT a, b, value, amount FROM lake.silver.lines WHERE a = 6");
        assertThat(lake.tags("ways")).containsExactlyInAnyOrderElementsOf(lake.source("a = 6"));
        lake.sql("CREATE OR REPLACE TABLE ways USING delta AS " + LINES);
        assertThat(lake.tags("ways")).containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        lake.sql("DROP TABLE ways");
    }

    @Test
    void aTableByItsPathToo() throws Exception {
        String path = lake.path("by-path");
        lake.session().sql(LINES + " WHERE a < 3").write().format("delta").save(path);
        lake.awaitEvent("/by-path", "\"written\":true", "\"guarantee\":\"closed\"");
        lake.session().sql(LINES + " WHERE a >= 3").write().format("delta").mode(SaveMode.Append).save(path);
        Dataset<Row> read = lake.session().read().format("delta").load(path);
        assertThat(read.columns()).containsExactly("a", "b", "value", "amount");
        assertThat(strings(read.collectAsList())).containsExactlyInAnyOrderElementsOf(strings(lake.sql(LINES)));
        assertThat(lake.tags("delta.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        lake.session().sql(LINES + " WHERE a = 3").write().format("delta").mode(SaveMode.Overwrite).save(path);
        assertThat(lake.tags("delta.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a = 3"));
        lake.session()
                .sql(LINES + " WHERE a = 3 AND amount > 2")
                .write()
                .format("delta")
                .option("replaceWhere", "amount > 2")
                .mode(SaveMode.Overwrite)
                .save(path);
        assertThat(lake.tags("delta.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a = 3"));
    }

    @Test
    void twoJobsOverDeltaAreTaggedAsOverIceberg() throws Exception {
        lake.sql("CREATE TABLE middle USING delta AS " + LINES + " WHERE amount > 1 AND a < 3");
        lake.sql("INSERT INTO middle " + LINES + " WHERE amount > 1 AND a >= 3");
        lake.sql("OPTIMIZE middle");
        lake.sql("ALTER TABLE middle SET TBLPROPERTIES ('some' = 'thing')");
        lake.sql("CREATE OR REPLACE TABLE lake.out.over_delta AS SELECT b, count(*) AS n, sum(amount) AS s FROM middle"
                + " GROUP BY b");
        lake.sql("CREATE OR REPLACE TABLE lake.out.middle AS " + LINES + " WHERE amount > 1");
        lake.sql("CREATE OR REPLACE TABLE lake.out.over_iceberg AS SELECT b, count(*) AS n, sum(amount) AS s"
                + " FROM lake.out.middle GROUP BY b");
        assertThat(tagged(lake.sql("SELECT b, n, s, _rt_tags FROM lake.out.over_delta")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(tagged(lake.sql("SELECT b, n, s, _rt_tags FROM lake.out.over_iceberg")));
        lake.awaitEvent("out.over_delta", "/middle\"", "\"unknown\":\"0\"");
        lake.sql("DROP TABLE middle");
    }

    @Test
    void whereAnotherWritesNoRowIsBelievedUntilAllIsWrittenAnew() throws Exception {
        List<String> foreign = List.of(
                "MERGE INTO shared t USING (SELECT DISTINCT a FROM shared) s ON t.a = s.a AND t.a = 1"
                        + " WHEN MATCHED THEN UPDATE SET value = 'merged'",
                "UPDATE shared SET value = 'updated' WHERE a = 2",
                "DELETE FROM shared WHERE a = 3");
        for (String statement : foreign) {
            lake.sql("CREATE OR REPLACE TABLE shared USING delta AS " + LINES);
            assertThat(knownDownstream()).as("before %s", statement).isTrue();
            lake.withoutTags(() -> lake.sql(statement));
            assertThat(knownDownstream()).as(statement).isFalse();
            String operation = statement.substring(0, statement.indexOf(' '));
            lake.awaitEvent("out.from_shared", "foreign writer: version", operation);
        }
        lake.sql("INSERT OVERWRITE shared " + LINES);
        assertThat(knownDownstream()).isTrue();
        lake.withoutTags(() -> lake.sql("INSERT INTO shared " + LINES));
        assertThat(knownDownstream()).as("an append by a job without tags").isFalse();
        lake.sql("DROP TABLE shared");
    }

    @Test
    void anOverwriteOfSomePartitionsLeavesAForeignWritersRowsUnknown() {
        lake.withoutTags(() -> lake.sql("CREATE TABLE shared (a INT, b STRING, value STRING, amount INT, _rt_tags BINARY)"
                + " USING delta PARTITIONED BY (a)"));
        lake.withoutTags(() -> lake.sql("INSERT INTO shared SELECT *, NULL FROM (" + LINES + ") WHERE a = 1"));
        Dataset<Row> two = lake.session().sql(LINES + " WHERE a = 2");
        two.write()
                .format("delta")
                .partitionBy("a")
                .option("replaceWhere", "a = 2")
                .mode(SaveMode.Overwrite)
                .saveAsTable("shared");
        assertThat(knownDownstream()).as("replaceWhere").isFalse();
        String path = lake.sql("DESCRIBE DETAIL shared").get(0).<String>getAs("location");
        lake.session().conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
        try {
            two.write().format("delta").partitionBy("a").mode(SaveMode.Overwrite).save(path);
        } finally {
            lake.session().conf().unset("spark.sql.sources.partitionOverwriteMode");
        }
        assertThat(lake.sql("SELECT 1 FROM shared WHERE a = 1")).as("still there").isNotEmpty();
        assertThat(knownDownstream()).as("by path, dynamic").isFalse();
        lake.sql("DROP TABLE shared");
    }

    /** Whether the sets of all rows read from {@code shared} are exact. */
    private static boolean knownDownstream() {
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_shared AS SELECT * FROM shared");
        assertThat(strings(lake.sql("SELECT * FROM lake.out.from_shared")))
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql("SELECT * FROM shared")));
        boolean exact = lake.isExact("lake.out.from_shared");
        assertThat(exact || lake.sql("SELECT 1 FROM lake.out.from_shared WHERE rt_exact(_rt_tags)").isEmpty())
                .as("all or none")
                .isTrue();
        return exact;
    }

    @Test
    void aTableThatWasThereBeforeIsLeftAsItIsAndItsRunsSayHowToMendIt() throws Exception {
        lake.sql("CREATE TABLE older (a INT, b STRING, value STRING, amount INT) USING delta");
        lake.sql("INSERT INTO older " + LINES);
        lake.awaitEvent("/older", "\"written\":false", "ALTER TABLE", "ADD COLUMN _rt_tags");
        String path = lake.path("older-path");
        lake.withoutTags(() -> lake.session().sql(LINES).write().format("delta").save(path));
        lake.session().sql(LINES).write().format("delta").mode(SaveMode.Append).save(path);
        lake.awaitEvent("/older-path", "\"written\":false", "overwriteSchema");
        assertThat(lake.session().read().format("delta").load(path).count()).isEqualTo(2L * lake.sql(LINES).size());
        lake.session()
                .sql(LINES)
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("overwriteSchema", true)
                .save(path);
        assertThat(lake.tags("delta.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        lake.sql("DROP TABLE older");
    }

    @Test
    void theJobsOwnWordsInTheCommitStay() throws Exception {
        String path = lake.path("worded");
        lake.session().sql(LINES).write().format("delta").option("userMetadata", "mine").save(path);
        assertThat(lake.sql("DESCRIBE HISTORY delta.`" + path + "`").get(0).<String>getAs("userMetadata"))
                .isEqualTo("mine");
        lake.awaitEvent("/worded", "\"guarantee\":\"broken\"", "userMetadata");
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_worded AS SELECT * FROM delta.`" + path + "`");
        assertThat(lake.sql("SELECT 1 FROM lake.out.from_worded WHERE rt_exact(_rt_tags)")).isEmpty();
    }
}
