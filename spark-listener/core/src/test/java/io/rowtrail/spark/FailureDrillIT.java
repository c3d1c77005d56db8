package io.rowtrail.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.trace.RowtrailProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Something of ours breaks at each step from analysis to the written row: the job's rows are right, and the break is told. */
class FailureDrillIT {
    private static SparkLake lake;
    private static Path spool;

    @BeforeAll
    static void start() throws Exception {
        spool = Files.createTempDirectory("rowtrail-drill");
        lake = SparkLake.withPlugin(Map.of(
                "spark.rowtrail.spool.dir", spool.toString(),
                "spark.sql.extensions", RefusingExtensions.class.getName()));
        ChangeHistory.random(3, 60, 24, false).land(lake.session(), "lake.src.line", 50);
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void aChangeTableThatCannotBeDescribed() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.src.odd TBLPROPERTIES ('rowtrail.key'='id','rowtrail.source'='odd',"
                + "'rowtrail.complete.through'='x') AS SELECT 1 AS id, 'c' AS _rt_op, 1L AS _rt_tx, 0 AS _rt_seq");
        runs("drill.described", "SELECT id FROM lake.src.odd", 1);
    }

    @Test
    void changesWithoutOrdinalOrPlace() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.src.holes TBLPROPERTIES ('rowtrail.key'='id','rowtrail.source'='holes',"
                + "'rowtrail.complete.through'='9') AS SELECT * FROM VALUES (1, 'c', 1L, 0), (1, 'u', 2L, CAST(NULL AS INT)),"
                + " (2, 'c', -3L, 0), (3, 'c', 4L, 0) AS t(id, _rt_op, _rt_tx, _rt_seq)");
        runs("drill.holes", "SELECT id FROM rowtrail_current('lake.src.holes')", 3);
        assertThat(lake.sql("SELECT id FROM lake.drill.holes WHERE rt_exact(_rt_tags)")).hasSize(1);
        runs("drill.raw", "SELECT id FROM lake.src.holes", 4);
    }

    @Test
    void aSnapshotWhoseSummaryCannotBeRead() throws Exception {
        planted("lake.drill.summary", RowtrailProperties.ABSENCE_COUNT, "a", "_rt_tags");
        runs("drill.unread", "SELECT a FROM lake.drill.summary", lake.sql("SELECT 1 FROM lake.drill.summary").size());
    }

    @Test
    void setsThatAreNone() throws Exception {
        planted("lake.drill.garbage", "rowtrail.drill", "a", "CAST('garbage' AS BINARY) AS _rt_tags");
        int rows = lake.sql("SELECT 1 FROM lake.drill.garbage").size();
        for (String query : List.of(
                "SELECT a FROM lake.drill.garbage",
                "SELECT a FROM lake.drill.garbage WHERE a IN (SELECT a FROM lake.drill.garbage)",
                "SELECT x.a FROM lake.drill.garbage x LEFT JOIN (SELECT DISTINCT a FROM rowtrail_current('lake.src.line')) y"
                        + " ON x.a = y.a",
                "SELECT a, count(*) OVER () AS n FROM lake.drill.garbage")) {
            runs("drill.cleaned", query, rows);
            assertThat(lake.sql("SELECT 1 FROM lake.drill.cleaned WHERE rt_exact(_rt_tags)")).as(query).isEmpty();
        }
        runs("drill.grouped", "SELECT count(*) AS n FROM lake.drill.garbage", 1);
    }

    @Test
    void aPlanThatIsRefusedBecauseOfUs() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.drill.kept AS SELECT a FROM rowtrail_current('lake.src.line')");
        int rows = lake.sql("SELECT 1 FROM lake.drill.kept").size();
        RefusingExtensions.refusing = true;
        try {
            runs("drill.refused", "WITH c AS (SELECT * FROM lake.drill.kept) SELECT * FROM c", rows);
        } finally {
            RefusingExtensions.refusing = false;
        }
        assertThatThrownBy(() -> lake.sql("SELECT none FROM lake.drill.kept"))
                .as("its own mistakes are told as Spark tells them")
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("`none`");
    }

    @Test
    void aTableWithoutTheColumnSaysHowThatIsMended() throws Exception {
        String query = "SELECT a, b FROM rowtrail_current('lake.src.line')";
        lake.session().conf().set("spark.rowtrail.tags.mode", "off");
        lake.sql("CREATE OR REPLACE TABLE lake.drill.older AS " + query);
        lake.session().conf().unset("spark.rowtrail.tags.mode");
        int rows = lake.sql(query).size();
        lake.sql("INSERT INTO lake.drill.older " + query);
        assertThat(lake.sql("SELECT * FROM lake.drill.older")).hasSize(2 * rows);
        assertThat(lastEvent("drill.older"))
                .contains("ALTER TABLE lake.drill.older ADD COLUMN _rt_tags BINARY", "\"guarantee\":\"broken\"");
        lake.sql("ALTER TABLE lake.drill.older ADD COLUMN _rt_tags BINARY");
        lake.sql("INSERT INTO lake.drill.older " + query);
        lake.sql("CREATE OR REPLACE TABLE lake.drill.copied AS SELECT a FROM lake.drill.older");
        assertThat(lake.sql("SELECT 1 FROM lake.drill.copied WHERE rt_exact(_rt_tags)")).isEmpty();
        lake.sql("INSERT OVERWRITE lake.drill.older " + query);
        lake.sql("CREATE OR REPLACE TABLE lake.drill.copied AS SELECT a FROM lake.drill.older");
        assertThat(lake.sql("SELECT 1 FROM lake.drill.copied WHERE rt_exact(_rt_tags)")).hasSize(rows);
    }

    /** A table with rows of that text beside a run that says it wrote them, untouched by the plugin. */
    private static void planted(String table, String property, String... columns) {
        lake.session().conf().set("spark.rowtrail.tags.mode", "off");
        try {
            lake.session()
                    .sql("SELECT " + String.join(", ", columns)
                            + " FROM (SELECT a, CAST('x' AS BINARY) AS _rt_tags FROM rowtrail_current('lake.src.line'))")
                    .writeTo(table)
                    .using("iceberg")
                    .option("snapshot-property." + RowtrailProperties.RUN, "planted")
                    .option("snapshot-property." + property, "planted")
                    .createOrReplace();
        } finally {
            lake.session().conf().unset("spark.rowtrail.tags.mode");
        }
    }

    /** The query's rows are in the table as stock Spark would have written them, and the run says that it is broken. */
    private static void runs(String table, String query, int rows) throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake." + table + " AS " + query);
        Dataset<Row> written = lake.session().table("lake." + table);
        Dataset<Row> stock = lake.session().sql(query);
        assertThat(written.columns()).as(query).isEqualTo(stock.columns());
        assertThat(written.collectAsList())
                .as(query)
                .hasSize(rows)
                .containsExactlyInAnyOrderElementsOf(stock.collectAsList());
        assertThat(lastEvent(table)).as(query).contains("\"guarantee\":\"broken\"");
    }

    private static String lastEvent(String table) throws Exception {
        for (int i = 0; i < 200; i++) {
            try (var files = Files.walk(spool)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList()) {
                    String text = Files.readString(file);
                    if (text.contains("\"COMPLETE\"") && text.contains("\"" + table + "\"")) {
                        return text;
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no COMPLETE of " + table);
    }
}
