package io.rowtrail.spark.stream;

import static io.rowtrail.spark.files.TargetLake.LINES;
import static io.rowtrail.spark.files.TargetLake.strings;
import static io.rowtrail.spark.files.TargetLake.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.files.TargetLake;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streaming queries with the plugin: what they write is what stock Spark writes, and as well tagged as can be said. */
class StreamsIT {
    private static TargetLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = TargetLake.start(Map.of());
        // Iceberg streams what was appended; what replaced a table is none of it.
        lake.sql("CREATE TABLE lake.src.feed (a INT, b STRING, value STRING, amount INT, _rt_op STRING, _rt_tx BIGINT,"
                + " _rt_seq INT) TBLPROPERTIES ('rowtrail.key'='a,b', 'rowtrail.source'='test',"
                + " 'rowtrail.complete.through'='50')");
        lake.sql("INSERT INTO lake.src.feed SELECT a, b, value, amount, _rt_op, _rt_tx, _rt_seq FROM lake.src.line");
        lake.sql("CREATE TABLE lake.silver.feed AS " + LINES);
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    private static Dataset<Row> stream(String table) {
        return lake.session().readStream().table(table);
    }

    private static DataStreamWriter<Row> writer(Dataset<Row> rows, String name) {
        return rows.writeStream()
                .option("checkpointLocation", lake.path("checkpoint-" + name))
                .trigger(Trigger.AvailableNow());
    }

    private static void into(Dataset<Row> rows, String name) throws Exception {
        writer(rows, name).toTable("lake.out." + name).awaitTermination();
    }

    /** Ordinals are told as {@code tx} among the columns. */
    private static void eachRowHasItsChange(String table, String condition) {
        String wanted = "SELECT a, b, _rt_tx AS tx, array(_rt_tx) FROM lake.src.feed WHERE " + condition;
        assertThat(strings(lake.sql("SELECT a, b, tx, rt_ordinals(_rt_tags) FROM " + table)))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql(wanted)));
    }

    @Test
    void rowsOfAStatelessStreamAreTaggedBatchByBatchAndAfterARestart() throws Exception {
        lake.sql("CREATE TABLE lake.out.streamed AS SELECT a, b, 0L AS tx FROM lake.silver.lines WHERE a < 0");
        Dataset<Row> rows = stream("lake.src.feed").where("amount > 2").selectExpr("a", "b", "_rt_tx AS tx");
        into(rows, "streamed");
        eachRowHasItsChange("lake.out.streamed", "amount > 2");
        lake.awaitEvent("out.streamed", "\"written\":true", "\"guarantee\":\"closed\"", "STREAMING", "src.feed");
        lake.sql("INSERT INTO lake.src.feed VALUES (70, 'new', 'v', 9, 'c', 71, 0)");
        into(rows, "streamed");
        eachRowHasItsChange("lake.out.streamed", "amount > 2");
        assertThat(lake.sql("SELECT 1 FROM lake.out.streamed WHERE a = 70")).hasSize(1);
        lake.sql("CREATE OR REPLACE TABLE lake.out.after AS SELECT * FROM lake.out.streamed");
        assertThat(lake.isExact("lake.out.after")).as("the stream's runs have signed").isTrue();
    }

    @Test
    void aStreamOfATaggedTableHandsItsTagsOn() throws Exception {
        lake.sql("CREATE TABLE lake.out.handed AS SELECT a, b, value, amount FROM lake.silver.lines WHERE a < 0");
        into(stream("lake.silver.feed").select("a", "b", "value", "amount"), "handed");
        assertThat(lake.tags("lake.out.handed")).containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
    }

    @Test
    void aStreamJoinedWithATableHasTheTagsOfBoth() throws Exception {
        lake.sql("CREATE TABLE lake.out.joined AS SELECT a, b, 0L AS tx FROM lake.silver.lines WHERE a < 0");
        Dataset<Row> names = lake.session().sql("SELECT b AS name, a AS number FROM lake.silver.lines WHERE a = 1");
        Dataset<Row> rows = stream("lake.src.feed").where("a = 2").selectExpr("a", "b", "_rt_tx AS tx");
        into(rows.join(names, rows.col("b").equalTo(names.col("name"))).select("a", "b", "tx"), "joined");
        lake.sql("CREATE TABLE lake.out.joined_once AS SELECT l.a, l.b, l._rt_tx AS tx FROM lake.src.feed l"
                + " JOIN lake.silver.lines s ON l.b = s.b WHERE l.a = 2 AND s.a = 1");
        assertThat(tagged(lake.sql("SELECT a, b, tx, _rt_tags FROM lake.out.joined")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        tagged(lake.sql("SELECT a, b, tx, _rt_tags FROM lake.out.joined_once")));
    }

    @Test
    void whereStateIsKeptRowsAreUnknownAndTheOperatorIsNamed() throws Exception {
        lake.sql("CREATE TABLE lake.out.counted AS SELECT b, 0L AS count FROM lake.silver.lines WHERE a < 0");
        Dataset<Row> counts = stream("lake.src.feed").groupBy("b").count();
        writer(counts, "counted").outputMode("complete").toTable("lake.out.counted").awaitTermination();
        assertThat(strings(lake.sql("SELECT b, count FROM lake.out.counted")))
                .containsExactlyInAnyOrderElementsOf(
                        strings(lake.sql("SELECT b, count(*) FROM lake.src.feed GROUP BY b")));
        assertThat(lake.sql("SELECT 1 FROM lake.out.counted WHERE rt_exact(_rt_tags)")).isEmpty();
        lake.awaitEvent("out.counted", "\"guarantee\":\"broken\"", "\"operator\":\"Aggregate\"", "keeps state");
        lake.sql("CREATE TABLE lake.out.once AS SELECT b FROM lake.silver.lines WHERE a < 0");
        into(stream("lake.src.feed").select("b").dropDuplicates(), "once");
        assertThat(lake.sql("SELECT b FROM lake.out.once"))
                .hasSameSizeAs(lake.sql("SELECT DISTINCT b FROM lake.src.feed"));
        lake.awaitEvent("out.once", "\"guarantee\":\"broken\"", "\"operator\":\"Deduplicate\"");
    }

    @Test
    void aCheckpointServesWithTagsAndWithout() throws Exception {
        lake.sql("CREATE TABLE lake.out.resumed AS SELECT b, 0L AS count FROM lake.silver.lines WHERE a < 0");
        lake.sql("CREATE TABLE lake.src.steps AS SELECT a, b FROM lake.silver.lines WHERE a = 0");
        Dataset<Row> counts = stream("lake.src.steps").groupBy("b").count();
        // All columns, that of the tags, too, are the state's key.
        lake.sql("CREATE TABLE lake.out.distinct AS SELECT a, b FROM lake.silver.lines WHERE a < 0");
        Dataset<Row> distinct = stream("lake.src.steps").dropDuplicates();
        for (int step = 1; step < 5; step++) {
            lake.session().conf().set("spark.rowtrail.tags.mode", step % 2 == 1 ? "off" : "eager");
            writer(counts, "resumed").outputMode("complete").toTable("lake.out.resumed").awaitTermination();
            into(distinct, "distinct");
            assertThat(strings(lake.sql("SELECT b, count FROM lake.out.resumed")))
                    .containsExactlyInAnyOrderElementsOf(
                            strings(lake.sql("SELECT b, count(*) FROM lake.src.steps GROUP BY b")));
            assertThat(strings(lake.sql("SELECT a, b FROM lake.out.distinct")))
                    .containsExactlyInAnyOrderElementsOf(strings(lake.sql("SELECT a, b FROM lake.src.steps")));
            lake.session().conf().unset("spark.rowtrail.tags.mode");
            lake.sql("INSERT INTO lake.src.steps SELECT a, b FROM lake.silver.lines WHERE a = " + step);
        }
    }

    @Test
    void aTargetWithoutTheColumnIsWrittenAsEverAndSaysSo() throws Exception {
        into(stream("lake.src.feed").select("a", "b"), "plain");
        assertThat(lake.session().table("lake.out.plain").count())
                .isEqualTo(lake.session().table("lake.src.feed").count());
        lake.awaitEvent("out.plain", "\"written\":false", "no column _rt_tags");
    }

    @Test
    void whatABatchFunctionWritesIsUnknown() throws Exception {
        lake.sql("CREATE TABLE lake.out.foreach AS SELECT a, b FROM lake.silver.lines WHERE a < 0");
        VoidFunction2<Dataset<Row>, Long> append =
                (batch, id) -> batch.writeTo("lake.out.foreach").append();
        writer(stream("lake.src.feed").select("a", "b"), "foreach")
                .foreachBatch(append)
                .start()
                .awaitTermination();
        assertThat(lake.session().table("lake.out.foreach").count())
                .isEqualTo(lake.session().table("lake.src.feed").count());
        assertThat(lake.sql("SELECT 1 FROM lake.out.foreach WHERE rt_exact(_rt_tags)")).isEmpty();
        lake.awaitEvent("out.foreach", "\"guarantee\":\"broken\"", "LogicalRDD");
    }

    @Test
    void filesAreStreamedInAndOutAsEver() throws Exception {
        String tagged = lake.path("tagged");
        lake.session().sql(LINES).write().parquet(tagged);
        String out = lake.path("out");
        for (String inference : List.of("true", "false")) {
            lake.session().conf().set("spark.sql.streaming.schemaInference", inference);
            var reader = lake.session().readStream();
            Dataset<Row> rows = (inference.equals("true")
                            ? reader
                            : reader.schema(lake.session().read().parquet(tagged).schema()))
                    .parquet(tagged);
            writer(rows.select("a", "b", "value", "amount"), "files-" + inference)
                    .format("parquet")
                    .start(out + inference)
                    .awaitTermination();
            assertThat(strings(lake.session().read().parquet(out + inference).collectAsList()))
                    .containsExactlyInAnyOrderElementsOf(strings(lake.sql(LINES)));
        }
        lake.session().conf().unset("spark.sql.streaming.schemaInference");
    }
}
