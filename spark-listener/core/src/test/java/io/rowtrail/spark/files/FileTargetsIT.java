package io.rowtrail.spark.files;

import static io.rowtrail.spark.files.TargetLake.LINES;
import static io.rowtrail.spark.files.TargetLake.strings;
import static io.rowtrail.spark.files.TargetLake.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain files and tables of the session's catalog as targets: their rows have the tags that an Iceberg table's would have. */
class FileTargetsIT {
    private static TargetLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = TargetLake.start(Map.of());
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void filesHaveTheTagsOfTheirRowsAndDoNotShowThem(String format) {
        String path = lake.path("round-" + format);
        lake.session().sql(LINES).write().format(format).save(path);
        Dataset<Row> read = lake.session().read().format(format).load(path);
        assertThat(read.columns()).containsExactly("a", "b", "value", "amount");
        assertThat(strings(read.collectAsList())).containsExactlyInAnyOrderElementsOf(strings(lake.sql(LINES)));
        assertThat(lake.sql("SELECT * FROM " + format + ".`" + path + "`").get(0).size())
                .isEqualTo(4);
        assertThat(tagged(read.select("a", "b", "value", "amount", "_rt_tags").collectAsList()))
                .containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        assertThat(tagged(lake.sql("SELECT x.a, b, value, amount, x._rt_tags FROM " + format + ".`" + path + "` x")))
                .containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
    }

    @Test
    void twoJobsOverFilesAreTaggedAsOverIceberg() {
        String path = lake.path("composed");
        lake.session().sql(LINES + " WHERE amount > 1").write().parquet(path);
        lake.session().read().parquet(path).createOrReplaceTempView("composed");
        lake.sql("CREATE OR REPLACE TABLE lake.out.over_files AS SELECT b, count(*) AS n, sum(amount) AS s FROM composed"
                + " GROUP BY b");
        lake.sql("CREATE OR REPLACE TABLE lake.out.middle AS " + LINES + " WHERE amount > 1");
        lake.sql("CREATE OR REPLACE TABLE lake.out.over_iceberg AS SELECT b, count(*) AS n, sum(amount) AS s"
                + " FROM lake.out.middle GROUP BY b");
        assertThat(tagged(lake.sql("SELECT b, n, s, _rt_tags FROM lake.out.over_files")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(tagged(lake.sql("SELECT b, n, s, _rt_tags FROM lake.out.over_iceberg")));
    }

    @Test
    void appendsAndOverwritesKeepTheTagsOfWhatIsThere() {
        String path = lake.path("modes");
        lake.session().sql(LINES + " WHERE a < 3").write().parquet(path);
        lake.session().sql(LINES + " WHERE a >= 3").write().mode(SaveMode.Append).parquet(path);
        assertThat(lake.tags("parquet.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        lake.session().sql("SELECT 1 AS a, 'none' AS b, 'v' AS value, 1 AS amount").write().mode(SaveMode.Append).parquet(path);
        assertThat(lake.isExact("parquet.`" + path + "`")).as("rows without ordinals join them").isTrue();
        lake.session().sql(LINES + " WHERE a = 4").write().mode(SaveMode.Overwrite).parquet(path);
        assertThat(lake.tags("parquet.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a = 4"));
        // A self-join: each side has tags of its own.
        assertThat(lake.sql("SELECT x.a FROM parquet.`" + path + "` x JOIN parquet.`" + path + "` y ON x.b = y.b"
                        + " WHERE x._rt_tags = y._rt_tags"))
                .hasSize(lake.source("a = 4").size());
    }

    @Test
    void partitionsAreOverwrittenOneByOne() {
        String path = lake.path("parts");
        lake.session().sql(LINES).write().partitionBy("a").parquet(path);
        assertThat(lake.tags("parquet.`" + path + "`")).containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        lake.session().conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
        try {
            lake.session()
                    .sql(LINES + " WHERE a = 2 AND amount > 2")
                    .write()
                    .mode(SaveMode.Overwrite)
                    .partitionBy("a")
                    .parquet(path);
        } finally {
            lake.session().conf().unset("spark.sql.sources.partitionOverwriteMode");
        }
        assertThat(lake.tags("parquet.`" + path + "`"))
                .containsExactlyInAnyOrderElementsOf(lake.source("a <> 2 OR amount > 2"));
        lake.sql("CREATE OR REPLACE TABLE lake.out.one_part AS SELECT b, value FROM parquet.`" + path + "/a=3`");
        assertThat(tagged(lake.sql("SELECT b, value, _rt_tags FROM lake.out.one_part")))
                .containsExactlyInAnyOrderElementsOf(
                        tagged(lake.sql("SELECT b, value, _rt_tags FROM lake.silver.lines WHERE a = 3")));
    }

    @Test
    void aTableOfTheSessionsCatalogKeepsItsSchema() throws Exception {
        lake.sql("CREATE TABLE kept USING parquet PARTITIONED BY (a) AS SELECT b, value, amount, a FROM lake.silver.lines"
                + " WHERE a = 0");
        lake.sql("INSERT INTO kept SELECT b, value, amount, a FROM lake.silver.lines WHERE a = 1");
        lake.sql("INSERT INTO kept BY NAME SELECT a, b, amount, value FROM lake.silver.lines WHERE a = 2");
        lake.sql("INSERT OVERWRITE kept PARTITION (a = 77) SELECT b, value, amount FROM lake.silver.lines WHERE a = 3");
        lake.session().sql("SELECT b, value, amount, a FROM lake.silver.lines WHERE a = 4").write().insertInto("kept");
        lake.session()
                .sql(LINES + " WHERE a >= 5")
                .write()
                .mode(SaveMode.Append)
                .format("parquet")
                .partitionBy("a")
                .saveAsTable("kept");
        assertThat(lake.session().table("kept").columns()).containsExactly("b", "value", "amount", "a");
        assertThat(lake.sql("DESCRIBE TABLE kept").toString()).doesNotContain("_rt_");
        assertThat(tagged(lake.sql("SELECT IF(a = 77, 3, a) AS a, b, value, amount, kept._rt_tags FROM kept")))
                .containsExactlyInAnyOrderElementsOf(lake.source("a >= 0"));
        lake.awaitEvent("/kept", "\"written\":true", "\"guarantee\":\"closed\"");
        // Made before anybody thought of tags: it takes them, and says which of its rows have none.
        lake.withoutTags(() -> lake.sql("CREATE TABLE older USING orc AS SELECT b, a FROM lake.silver.lines WHERE a < 2"));
        lake.sql("INSERT INTO older SELECT b, a FROM lake.silver.lines WHERE a = 2");
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_older AS SELECT * FROM older");
        assertThat(lake.sql("SELECT 1 FROM lake.out.from_older WHERE rt_exact(_rt_tags) <> (a = 2)")).isEmpty();
        lake.sql("DROP TABLE kept");
        lake.sql("DROP TABLE older");
    }

    @Test
    void aForeignWritersFileIsUnknownAndOnlyItsRows() throws Exception {
        String path = lake.path("shared");
        lake.session().sql(LINES + " WHERE a < 3").write().parquet(path);
        // Who copies the column beside other values is not believed either.
        lake.withoutTags(() -> lake.session()
                .sql("SELECT 9 AS a, b, value, amount, _rt_tags FROM parquet.`" + path + "`")
                .write()
                .mode(SaveMode.Append)
                .parquet(path));
        assertThat(lake.session().read().parquet(path).columns()).containsExactly("a", "b", "value", "amount");
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_shared AS SELECT * FROM parquet.`" + path + "`");
        assertThat(lake.sql("SELECT 1 FROM lake.out.from_shared WHERE rt_exact(_rt_tags) <> (a < 3)")).isEmpty();
        lake.awaitEvent("out.from_shared", "foreign writer: 1 files", "\"guarantee\":\"broken\"");
        // Away from the list nobody knows who wrote them.
        String moved = lake.path("moved");
        Files.move(Path.of(path), Path.of(moved));
        lake.sql("SELECT 1 FROM parquet.`" + moved + "`");
        for (Path list : Files.list(Path.of(moved, "_rowtrail")).toList()) {
            Files.delete(list);
        }
        Files.delete(Path.of(moved, "_rowtrail"));
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_moved AS SELECT * FROM parquet.`" + moved + "`");
        assertThat(lake.sql("SELECT 1 FROM lake.out.from_moved WHERE rt_exact(_rt_tags)")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void whatCannotHoldTagsSaysSoAndIsUnknownDownstream(String format) throws Exception {
        String path = lake.path("plain-" + format);
        lake.session().sql("SELECT a, b FROM lake.silver.lines").write().format(format).save(path);
        lake.awaitEvent("/plain-" + format, format + " files cannot hold tags", "\"written\":false");
        Dataset<Row> read = lake.session().read().format(format).schema("a INT, b STRING").load(path);
        assertThat(strings(read.collectAsList()))
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql("SELECT a, b FROM lake.silver.lines")));
        read.writeTo("lake.out.from_plain").createOrReplace();
        assertThat(lake.sql("SELECT 1 FROM lake.out.from_plain WHERE rt_exact(_rt_tags)")).isEmpty();
    }

    @Test
    void whatOfOursFailsLeavesTheFilesRightAndSaysSo() throws Exception {
        String path = lake.path("drill");
        Files.createDirectories(Path.of(path));
        Files.writeString(Path.of(path, "_rowtrail"), "not a directory");
        lake.session().sql(LINES).write().mode(SaveMode.Append).parquet(path);
        assertThat(strings(lake.session().read().parquet(path).collectAsList()))
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql(LINES)));
        lake.awaitEvent("/drill", "\"guarantee\":\"broken\"", "list of written files");
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_drill AS SELECT * FROM parquet.`" + path + "`");
        assertThat(lake.sql("SELECT 1 FROM lake.out.from_drill WHERE rt_exact(_rt_tags)")).isEmpty();
        // A list that is none.
        String other = lake.path("garbled");
        lake.session().sql(LINES).write().parquet(other);
        for (Path list : Files.list(Path.of(other, "_rowtrail")).filter(file -> file.toString().endsWith(".json")).toList()) {
            Files.writeString(list, "{");
        }
        lake.sql("CREATE OR REPLACE TABLE lake.out.from_garbled AS SELECT * FROM parquet.`" + other + "`");
        assertThat(strings(lake.sql("SELECT * FROM lake.out.from_garbled")))
                .containsExactlyInAnyOrderElementsOf(strings(lake.sql(LINES)));
        lake.awaitEvent("out.from_garbled", "\"guarantee\":\"broken\"");
    }
}
