package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a {@code *} reaches a table with tags by, the tag column is not in it and the query is analysed as ever. */
class HiddenColumnIT {
    private static final String TESTING = "spark.testing";
    private static final String VIEW = "spark_catalog.default.";

    /** T is the table, whose columns are a, b and value; each query has just them. */
    private static final List<String> QUERIES = List.of(
            "SELECT * FROM T",
            "TABLE T",
            "FROM T SELECT *",
            "SELECT DISTINCT * FROM T WHERE EXISTS (SELECT * FROM T i WHERE i.a = 1)",
            "SELECT * FROM T NATURAL JOIN T y",
            "SELECT * FROM T UNION SELECT * FROM T UNION ALL TABLE T",
            "SELECT x.* FROM T x, LATERAL (SELECT * FROM T i WHERE i.a = x.a) y",
            "WITH c AS (SELECT * FROM T) SELECT * FROM c",
            "WITH c AS (TABLE T) TABLE c",
            "WITH c(a, b, value) AS (SELECT * FROM T) SELECT * FROM c",
            "WITH c AS (SELECT * FROM T), d AS (SELECT * FROM c WHERE a > 1) SELECT x.* FROM d x JOIN d y USING (a)",
            "WITH c AS (WITH i AS (SELECT * FROM T) SELECT * FROM i) SELECT * FROM c WHERE a IN (SELECT a FROM c)",
            "SELECT * FROM (WITH c AS (SELECT * FROM T) SELECT * FROM c)",
            "SELECT * FROM T WHERE a = (WITH c AS (SELECT * FROM T) SELECT max(a) FROM c)",
            "WITH lines AS (SELECT * FROM T) SELECT * FROM lines",
            "SELECT * FROM IDENTIFIER('T')",
            "WITH c AS (SELECT * FROM IDENTIFIER('T')) SELECT * FROM c",
            "SELECT * FROM passing",
            "SELECT * FROM " + VIEW + "lasting",
            "WITH c AS (SELECT * FROM " + VIEW + "higher) SELECT * FROM c LEFT SEMI JOIN passing USING (a)");

    private static SparkLake lake;

    @BeforeAll
    static void start() {
        // Only then does Spark interpret expressions: compiling them costs ten times what these few rows do.
        System.setProperty(TESTING, "true");
        lake = SparkLake.withPlugin(TagOracle.SETTINGS);
        lake.sql("CREATE TABLE lake.src.line TBLPROPERTIES ('rowtrail.key'='a','rowtrail.source'='src',"
                + "'rowtrail.complete.through'='9') AS SELECT CAST(id AS INT) AS a, 'k' AS b, 'v' AS value,"
                + " 'c' AS _rt_op, id + 1 AS _rt_tx, 0 AS _rt_seq FROM range(4)");
        run("CREATE TABLE T AS SELECT a, b, value FROM rowtrail_current('lake.src.line')");
        run("CREATE TEMPORARY VIEW passing AS SELECT * FROM T");
        run("CREATE VIEW " + VIEW + "lasting AS SELECT * FROM T");
        run("CREATE VIEW " + VIEW + "higher AS WITH c AS (SELECT * FROM " + VIEW + "lasting)"
                + " SELECT * FROM c x WHERE NOT EXISTS (SELECT * FROM c y WHERE y.a = x.a + 100)");
    }

    @AfterAll
    static void stop() {
        lake.close();
        System.clearProperty(TESTING);
    }

    @Test
    void noStarHasIt() {
        List<String> wrong = new ArrayList<>();
        for (String query : QUERIES) {
            has(query, spark -> spark.sql(named(query)), wrong);
        }
        String parameter = named("WITH c AS (SELECT * FROM T WHERE a > ?) TABLE c");
        has("with a parameter", spark -> spark.sql(parameter, new Object[] {0}), wrong);
        assertThat(wrong).isEmpty();
    }

    @Test
    void noFrameHasIt() {
        List<String> wrong = new ArrayList<>();
        Dataset<Row> table = lake.session().table(named("T"));
        has("select", spark -> table.select("*"), wrong);
        has("select of a join with itself", spark -> table.as("x").join(table, "a").select("x.*"), wrong);
        has("unionByName", spark -> table.unionByName(table.select("value", "b", "a")), wrong);
        has("load", spark -> spark.read().format("iceberg").load(named("T")).select(functions.col("*")), wrong);
        has("another session", spark -> spark.newSession().sql(named("WITH c AS (TABLE T) SELECT * FROM c")), wrong);
        table.createOrReplaceTempView("framed");
        has("a frame's view", spark -> spark.sql("WITH c AS (SELECT * FROM framed) TABLE c"), wrong);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsWrittenFromAStarHasTags() {
        for (String query : List.of(
                "WITH c AS (SELECT * FROM T) SELECT * FROM c",
                "SELECT * FROM " + VIEW + "higher",
                "SELECT * FROM IDENTIFIER('T')")) {
            run("CREATE OR REPLACE TABLE lake.out.star AS " + query);
            run("INSERT INTO lake.out.star " + query);
        }
        run("INSERT INTO lake.out.star TABLE T");
        run("WITH c AS (SELECT * FROM T) INSERT INTO lake.out.star SELECT * FROM c");
        run("MERGE INTO lake.out.star t USING (WITH c AS (SELECT * FROM passing) SELECT * FROM c) s ON t.a = s.a + 9"
                + " WHEN NOT MATCHED THEN INSERT *");
        assertThat(lake.session().table("lake.out.star").columns()).containsExactly("a", "b", "value");
        assertThat(lake.sql("SELECT a, b, value, _rt_tags, count(*) FROM lake.out.star GROUP BY ALL"))
                .containsExactlyInAnyOrderElementsOf(
                        lake.sql(named("SELECT a, b, value, _rt_tags, CAST(5 AS BIGINT) FROM T")));
    }

    private static void has(
            String what, Function<SparkSession, Dataset<Row>> query, List<String> wrong) {
        String columns;
        try {
            columns = String.join(",", query.apply(lake.session()).columns());
        } catch (Exception e) {
            columns = e.getMessage();
        }
        if (!columns.equals("a,b,value")) {
            wrong.add(what + ": " + columns);
        }
    }

    private static void run(String statement) {
        lake.sql(named(statement));
    }

    private static String named(String text) {
        return text.replaceAll("\\bT\\b", "lake.silver.lines");
    }
}
