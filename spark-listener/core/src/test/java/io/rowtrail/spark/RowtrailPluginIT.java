package io.rowtrail.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RowtrailPluginIT {
    private static SparkLake lake;

    @BeforeAll
    static void start() throws Exception {
        // Named twice: harmless.
        lake = SparkLake.withPlugin(Map.of("spark.sql.extensions", RowtrailExtensions.class.getName()));
        ChangeHistory.random(3, 60, 24, false).land(lake.session(), "lake.src.line", 50);
        lake.sql("CREATE OR REPLACE TABLE lake.silver.lines AS SELECT a, b, value, amount"
                + " FROM rowtrail_current('lake.src.line')");
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void theTagColumnIsInNoStarAndFoundByItsName() {
        Dataset<Row> table = lake.session().table("lake.silver.lines");
        assertThat(table.columns()).containsExactly("a", "b", "value", "amount");
        assertThat(lake.session()
                        .sql("SELECT x.* FROM lake.silver.lines x JOIN lake.silver.lines y USING (a, b)")
                        .columns())
                .containsExactly("a", "b", "value", "amount");
        Row row = lake.sql("SELECT x._rt_tags, rt_count(_rt_tags), rt_exact(_rt_tags), rt_closed(_rt_tags),"
                        + " rt_ordinals(_rt_tags) FROM lake.silver.lines x ORDER BY a, b LIMIT 1")
                .get(0);
        TagSet tags = TagSet.decode((byte[]) row.get(0));
        assertThat(row.getLong(1)).isEqualTo(tags.count());
        assertThat(row.getBoolean(2)).isTrue();
        assertThat(row.getBoolean(3)).isTrue();
        assertThat(row.<Long>getList(4))
                .containsExactly(
                        java.util.Arrays.stream(tags.ordinals()).boxed().toArray(Long[]::new));
        assertThat(lake.sql("SELECT 1 FROM lake.silver.lines WHERE rt_contains(_rt_tags, " + tags.ordinals()[0] + ")"))
                .isNotEmpty();
        assertThat(table.select("a", "_rt_tags").columns()).containsExactly("a", "_rt_tags");
    }

    @Test
    void theTagColumnIsAnOrdinaryOneIfAskedFor() {
        lake.session().conf().set("spark.rowtrail.tags.visible", "true");
        assertThat(lake.session().table("lake.silver.lines").columns())
                .containsExactly("a", "b", "value", "amount", "_rt_tags");
        lake.sql("CREATE OR REPLACE TABLE lake.out.seen AS SELECT * FROM lake.silver.lines WHERE a < 2");
        lake.sql("INSERT INTO lake.out.seen SELECT a, b, value, amount FROM lake.silver.lines WHERE a = 2");
        lake.session().conf().unset("spark.rowtrail.tags.visible");
        assertThat(strings(lake.sql("SELECT *, _rt_tags FROM lake.out.seen")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        strings(lake.sql("SELECT *, _rt_tags FROM lake.silver.lines WHERE a < 3")));
    }

    @Test
    void aRunningTotalHasTheTagsOfItsFrameIfAskedFor() {
        String frame = "(ORDER BY a, b ROWS UNBOUNDED PRECEDING)";
        lake.session().conf().set("spark.rowtrail.tags.window", "frame");
        lake.sql("CREATE OR REPLACE TABLE lake.out.running AS SELECT a, b, sum(amount) OVER " + frame
                + " AS total FROM lake.silver.lines");
        lake.session().conf().unset("spark.rowtrail.tags.window");
        assertThat(strings(lake.sql("SELECT a, b, total, rt_ordinals(_rt_tags) FROM lake.out.running")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql("SELECT a, b, sum(amount) OVER " + frame
                        + ", array_sort(array_distinct(flatten(collect_list(rt_ordinals(_rt_tags)) OVER " + frame
                        + "))) FROM lake.silver.lines")));
    }

    @Test
    void theWrittenSnapshotNamesItsRunAndWhatWasAbsent() throws Exception {
        Snapshot snapshot =
                Spark3Util.loadIcebergTable(lake.session(), "lake.silver.lines").currentSnapshot();
        assertThat(snapshot.summary()).containsKeys("rowtrail.run", "rowtrail.absence.min", "rowtrail.absence.max");
        long absences = ChangeHistory.random(3, 60, 24, false).absence(50).size();
        assertThat(snapshot.summary()).containsEntry("rowtrail.absence.count", Long.toString(absences));
        assertThat(snapshot.summary()).containsEntry("rowtrail.complete.through", "50");
    }

    @Test
    void appendsAndInsertsByPositionCarryTagsToo() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.out.some AS SELECT a, b FROM lake.silver.lines WHERE a = 0");
        lake.sql("INSERT INTO lake.out.some SELECT a, b FROM lake.silver.lines WHERE a = 1");
        lake.session()
                .sql("SELECT a, b FROM lake.silver.lines WHERE a = 2")
                .writeTo("lake.out.some")
                .append();
        List<Row> rows = lake.sql("SELECT a, b, _rt_tags FROM lake.out.some");
        List<Row> all = lake.sql("SELECT a, b, _rt_tags FROM lake.silver.lines WHERE a IN (0, 1, 2)");
        assertThat(strings(rows)).containsExactlyInAnyOrderElementsOf(strings(all));
    }

    @Test
    void everyWayToAppendFitsATableWithTags() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.out.ways AS SELECT a, b FROM lake.silver.lines WHERE a < 0");
        Dataset<Row> lines = lake.session().table("lake.silver.lines").select("a", "b");
        lines.write().insertInto("lake.out.ways");
        lines.write().format("iceberg").mode("append").saveAsTable("lake.out.ways");
        lines.writeTo("lake.out.ways").append();
        lake.sql("INSERT INTO lake.out.ways (b, a) SELECT b, a FROM lake.silver.lines");
        lake.sql("INSERT INTO lake.out.ways BY NAME SELECT b, a FROM lake.silver.lines");
        String counted = "SELECT a, b, _rt_tags, count(*) FROM lake.%s GROUP BY a, b, _rt_tags";
        List<Row> once = lake.sql(counted.formatted("silver.lines").replace("count(*)", "5 * count(*)"));
        assertThat(strings(lake.sql(counted.formatted("out.ways")))).containsExactlyInAnyOrderElementsOf(strings(once));
    }

    @Test
    void saveAsTableCarriesTags() {
        lake.session()
                .sql("SELECT a, count(*) AS n FROM lake.silver.lines GROUP BY a")
                .write()
                .format("iceberg")
                .mode("overwrite")
                .saveAsTable("lake.out.saved");
        assertThat(lake.sql("SELECT 1 FROM lake.out.saved WHERE rt_count(_rt_tags) = 0"))
                .isEmpty();
    }

    @Test
    void whatTagsCannotPassIsUnknownAndSaidSo() throws Exception {
        Dataset<String> mapped = lake.session()
                .table("lake.silver.lines")
                .map(
                        (org.apache.spark.api.java.function.MapFunction<Row, String>) row -> row.getString(1),
                        Encoders.STRING());
        mapped.writeTo("lake.out.mapped").createOrReplace();
        for (Row row : lake.sql("SELECT value, _rt_tags FROM lake.out.mapped")) {
            assertThat(TagSet.decode((byte[]) row.get(1)).exactness()).isEqualTo(Exactness.UNKNOWN);
        }
        lake.session()
                .createDataFrame(
                        lake.session().table("lake.silver.lines").javaRDD(),
                        lake.session().table("lake.silver.lines").schema())
                .writeTo("lake.out.rdd")
                .createOrReplace();
        assertThat(lake.sql("SELECT 1 FROM lake.out.rdd WHERE rt_exact(_rt_tags)"))
                .isEmpty();
    }

    @Test
    void rowLevelCommandsOnATaggedTableWorkAsEver() {
        lake.sql("CREATE OR REPLACE TABLE lake.out.merged AS SELECT a, b, value FROM lake.silver.lines");
        long before = lake.session().table("lake.out.merged").count();
        lake.sql("MERGE INTO lake.out.merged t USING (SELECT 1000 AS a, 'k' AS b, 'new' AS value UNION ALL"
                + " SELECT a, b, 'same' FROM lake.silver.lines) s ON t.a = s.a AND t.b = s.b"
                + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
        assertThat(lake.session().table("lake.out.merged").count()).isEqualTo(before + 1);
        assertThat(lake.sql("SELECT 1 FROM lake.out.merged WHERE value = 'same'"))
                .hasSize((int) before);
        lake.sql("UPDATE lake.out.merged SET value = 'x' WHERE a = 1000");
        lake.sql("DELETE FROM lake.out.merged WHERE a < 2");
        assertThat(lake.sql("SELECT * FROM lake.out.merged WHERE a = 1000")
                        .get(0)
                        .getString(2))
                .isEqualTo("x");
        lake.sql("WITH w AS (SELECT 2000 AS a, 'k' AS b, 'y' AS value) INSERT INTO lake.out.merged SELECT * FROM w");
        assertThat(lake.session().table("lake.out.merged").columns()).containsExactly("a", "b", "value");
        // Every one of them was a run of ours: the tags are still believed.
        lake.sql("CREATE OR REPLACE TABLE lake.out.after AS SELECT * FROM lake.out.merged");
        assertThat(lake.sql("SELECT 1 FROM lake.out.after WHERE NOT rt_exact(_rt_tags)"))
                .isEmpty();
        // By a subquery, Spark's rewrite is not followed: nobody believes them afterwards.
        lake.sql("DELETE FROM lake.out.merged WHERE a IN (SELECT a FROM lake.silver.lines WHERE a = 2)");
        lake.sql("CREATE OR REPLACE TABLE lake.out.after AS SELECT * FROM lake.out.merged");
        assertThat(lake.sql("SELECT 1 FROM lake.out.after WHERE rt_exact(_rt_tags)"))
                .isEmpty();
    }

    @Test
    void insertsIntoAPartitionFitATableWithTags() {
        lake.sql("CREATE OR REPLACE TABLE lake.out.parts PARTITIONED BY (a) AS SELECT b, value, a FROM"
                + " lake.silver.lines");
        lake.sql("INSERT OVERWRITE lake.out.parts PARTITION (a = 77) SELECT b, value FROM lake.silver.lines WHERE a ="
                + " 1");
        assertThat(lake.sql("SELECT * FROM lake.out.parts WHERE a = 77")).isNotEmpty();
        assertThat(lake.sql("SELECT 1 FROM lake.out.parts WHERE a = 77 AND rt_count(_rt_tags) = 0"))
                .isEmpty();
    }

    @Test
    void aForeignWritersRowsAreNotBelieved() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.out.shared AS SELECT a, b FROM lake.silver.lines");
        lake.session().conf().set("spark.rowtrail.tags.mode", "off");
        try {
            lake.sql("INSERT INTO lake.out.shared SELECT 99, 'foreign'");
        } finally {
            lake.session().conf().unset("spark.rowtrail.tags.mode");
        }
        lake.sql("CREATE OR REPLACE TABLE lake.out.copied AS SELECT * FROM lake.out.shared");
        assertThat(lake.sql("SELECT 1 FROM lake.out.copied WHERE rt_exact(_rt_tags)"))
                .isEmpty();
    }

    @Test
    void aFailureOfOursLeavesTheJobRight() {
        // A change table whose operation column is not text: the history aggregate cannot be built over it.
        lake.sql("CREATE OR REPLACE TABLE lake.src.odd TBLPROPERTIES ('rowtrail.key'='id','rowtrail.source'='odd',"
                + "'rowtrail.complete.through'='x') AS SELECT 1 AS id, 'c' AS _rt_op, 1L AS _rt_tx, 0 AS _rt_seq");
        lake.sql("CREATE OR REPLACE TABLE lake.out.right AS SELECT id FROM lake.src.odd");
        assertThat(lake.sql("SELECT * FROM lake.out.right")).hasSize(1);
    }

    @Test
    void resultsAndSchemasAreThoseOfStockSpark() {
        List<String> queries = Stream.of(
                        "SELECT b, sum(amount) AS s, count(*) AS n FROM T GROUP BY b",
                        "SELECT x.a, y.value FROM T x LEFT JOIN T y ON x.a = y.a AND y.amount > 3",
                        "SELECT a, b, rank() OVER (PARTITION BY b ORDER BY a) AS r FROM T",
                        "SELECT value, b, grouping_id() AS g, sum(amount) AS s FROM T GROUP BY ROLLUP (value, b)",
                        "SELECT value FROM T EXCEPT SELECT value FROM T WHERE a = 1",
                        "SELECT value FROM T INTERSECT SELECT value FROM T WHERE a = 1",
                        "WITH c AS (SELECT a, max(amount) AS m FROM T GROUP BY a) SELECT p.a FROM c p JOIN c q ON p.m"
                                + " = q.m",
                        "SELECT a, e FROM T LATERAL VIEW explode(array(1, 2)) AS e",
                        "SELECT DISTINCT value FROM T UNION SELECT b FROM T")
                .toList();
        for (String query : queries) {
            String text = query.replaceAll("\\bT\\b", "lake.silver.lines");
            lake.sql("CREATE OR REPLACE TABLE lake.out.compared AS " + text);
            Dataset<Row> stock = lake.session().sql(text);
            Dataset<Row> written = lake.session().table("lake.out.compared");
            assertThat(written.columns()).as(text).isEqualTo(stock.columns());
            assertThat(strings(written.collectAsList()))
                    .as(text)
                    .containsExactlyInAnyOrderElementsOf(strings(stock.collectAsList()));
            assertThat(lake.sql(
                            "SELECT 1 FROM lake.out.compared WHERE NOT rt_exact(_rt_tags) OR rt_count(_rt_tags) = 0"))
                    .as(text)
                    .isEmpty();
        }
    }

    private static List<String> strings(List<Row> rows) {
        return rows.stream()
                .map(row -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < row.size(); i++) {
                        Object value = row.get(i);
                        text.append(value instanceof byte[] bytes ? TagSet.decode(bytes) : value)
                                .append('|');
                    }
                    return text.toString();
                })
                .toList();
    }
}
