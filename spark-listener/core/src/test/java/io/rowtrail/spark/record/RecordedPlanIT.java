package io.rowtrail.spark.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries as people write them, in SQL and with DataFrames: the recorded text gives the same rows, types, and itself. */
class RecordedPlanIT {
    private static final String TESTING = "spark.testing";
    private static SparkLake lake;

    @BeforeAll
    static void start() throws Exception {
        // Only then does Spark interpret expressions: compiling them costs ten times what these few rows do.
        System.setProperty(TESTING, "true");
        lake = SparkLake.withPlugin(Map.of(
                "spark.sql.codegen.factoryMode", "NO_CODEGEN",
                "spark.sql.codegen.wholeStage", "false",
                "spark.sql.adaptive.enabled", "false",
                "spark.sql.shuffle.partitions", "1",
                "spark.rowtrail.tags.mode", "off"));
        ChangeHistory.random(5, 60, 24, false).land(lake.session(), "lake.src.h", 50);
        ChangeHistory.random(6, 60, 24, false).land(lake.session(), "lake.src.k", 45);
        lake.sql("CREATE TABLE lake.src.wide AS SELECT CAST(id AS INT) AS id, id * 2 AS big, CAST(id AS DECIMAL(10,2)) / 3"
                + " AS amount, CAST(id AS DOUBLE) / 7 AS ratio, CAST(id AS FLOAT) AS f, id % 3 = 0 AS flag,"
                + " concat('n', id % 4) AS name, date_add(DATE'2026-01-01', CAST(id AS INT)) AS day,"
                + " timestamp_seconds(id * 100000) AS at, CAST(timestamp_seconds(id * 100000) AS TIMESTAMP_NTZ) AS local,"
                + " CAST(concat('b', id) AS BINARY) AS bytes, array(id, id + 1, NULL) AS list, named_struct('a', id, 'b',"
                + " named_struct('c d', concat('x', id))) AS s, map(concat('k', id % 2), id) AS m FROM range(30)");
        lake.sql("CREATE VIEW v1 AS SELECT name, sum(amount) AS total FROM lake.src.wide GROUP BY name".replace(
                "CREATE VIEW", "CREATE TEMPORARY VIEW"));
    }

    @AfterAll
    static void stop() {
        lake.close();
        System.clearProperty(TESTING);
    }

    private static final List<String> QUERIES = List.of(
            "SELECT * FROM lake.src.wide",
            "SELECT name, name AS again, id + 1 AS n FROM lake.src.wide WHERE flag AND amount > 1.5 AND name LIKE 'n%'",
            "SELECT count(*) FROM lake.src.wide",
            "SELECT 1 AS x, 'it''s \\\\ a \"test\"\\n' AS y, X'0AFF' AS z, NULL AS n, 1.50BD AS d, 2.5D AS e, CAST(3 AS"
                    + " SMALLINT) AS f, DATE'2026-02-03' AS g, TIMESTAMP'2026-02-03 04:05:06.789' AS h, INTERVAL '3' DAY AS i,"
                    + " true AS j, -5 AS k, - (5) AS l, 1e300 AS m",
            "SELECT name, count(*) AS n, sum(amount) AS s, avg(ratio) AS r, min(day), max(at), count(DISTINCT flag),"
                    + " sum(id) FILTER (WHERE flag) FROM lake.src.wide GROUP BY name HAVING count(*) > 2",
            "SELECT name, flag, grouping(name) AS g, grouping_id() AS gi, sum(id) FROM lake.src.wide GROUP BY ROLLUP (name,"
                    + " flag)",
            "SELECT date_format(day, 'yyyy-MM') AS month, name, sum(big) FROM lake.src.wide GROUP BY GROUPING SETS"
                    + " ((date_format(day, 'yyyy-MM'), name), (name), ())",
            "SELECT year(day), month(day), day + INTERVAL '1' MONTH, day - 3, at + INTERVAL '2' HOUR, datediff(day,"
                    + " DATE'2026-01-05'), day - DATE'2026-01-01' FROM lake.src.wide",
            "SELECT id, row_number() OVER (PARTITION BY name ORDER BY id) AS rn, rank() OVER (ORDER BY big DESC) AS rk,"
                    + " lag(id) OVER (PARTITION BY name ORDER BY id) AS l, lead(id, 2, -1) OVER (PARTITION BY name ORDER BY id)"
                    + " AS ld, sum(amount) OVER (PARTITION BY name ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS"
                    + " s, avg(id) OVER (PARTITION BY flag) AS a, ntile(3) OVER (ORDER BY id) AS t, first_value(name) OVER"
                    + " (ORDER BY id RANGE BETWEEN 5 PRECEDING AND CURRENT ROW) AS fv, percent_rank() OVER (ORDER BY id)"
                    + " FROM lake.src.wide",
            "SELECT lag(id, 1) IGNORE NULLS OVER (ORDER BY id) FROM lake.src.wide",
            "WITH t AS (SELECT name, sum(id) AS s FROM lake.src.wide GROUP BY name) SELECT a.name, b.s FROM t a JOIN t b ON"
                    + " a.s > b.s",
            "SELECT v.name, v.total, w.id FROM v1 v LEFT JOIN lake.src.wide w ON w.name = v.name AND w.id < 5",
            "SELECT * FROM v1 NATURAL JOIN (SELECT name, max(id) AS top FROM lake.src.wide GROUP BY name)",
            "SELECT w.id FROM lake.src.wide w FULL JOIN v1 USING (name) WHERE total IS NOT NULL",
            "SELECT id FROM lake.src.wide w WHERE id > (SELECT avg(id) FROM lake.src.wide x WHERE x.name = w.name)",
            "SELECT id, (SELECT max(total) FROM v1) AS top FROM lake.src.wide WHERE (name, flag) IN (SELECT name, id > 3 FROM"
                    + " lake.src.wide) OR id NOT IN (1, 2, 3)",
            "SELECT a FROM rowtrail_current('lake.src.h') o WHERE NOT EXISTS (SELECT 1 FROM rowtrail_current('lake.src.k') i"
                    + " WHERE i.a = o.a AND i.amount > o.amount)",
            "SELECT h.a, x.n FROM rowtrail_current('lake.src.h') h, LATERAL (SELECT count(*) AS n FROM lake.src.k k WHERE k.a"
                    + " = h.a AND k._rt_op <> 'd') x",
            "SELECT id, e, p FROM lake.src.wide LATERAL VIEW OUTER posexplode(list) t AS p, e",
            "SELECT id, explode(m) FROM lake.src.wide",
            "SELECT stack(2, id, name, id + 1, 'z') AS (n, t) FROM lake.src.wide",
            "SELECT s.a, s.b.`c d`, list[0], m['k1'], element_at(list, 2), size(list), transform(list, x -> x * 2),"
                    + " filter(list, (x, i) -> x > i), aggregate(list, 0L, (acc, x) -> acc + coalesce(x, 0L)), exists(list, x"
                    + " -> x IS NULL) FROM lake.src.wide",
            "SELECT CASE WHEN id < 5 THEN 'low' WHEN id < 10 THEN 'mid' ELSE 'high' END, CASE name WHEN 'n1' THEN 1 END,"
                    + " if(flag, 1, 2), coalesce(amount, 0), nullif(id, 3), nvl(name, '-'), id BETWEEN 2 AND 7, nvl2(name, 1,"
                    + " 2) FROM lake.src.wide",
            "SELECT upper(name), trim(name), ltrim(name), substring(name, 1, 1), name || '!', concat_ws('-', name, 'x'),"
                    + " lpad(name, 5, '*'), regexp_replace(name, 'n', 'm'), split(name, 'n'), length(name), name RLIKE 'n[12]',"
                    + " left(name, 1), trim(BOTH 'n' FROM name), replace(name, 'n', 'k'), initcap(name), sha2(name, 256),"
                    + " md5(name), split_part(name, 'n', 2), contains(name, '1'), startswith(name, 'n') FROM lake.src.wide",
            "SELECT to_date('2026-01-02'), to_date('02/01/2026', 'dd/MM/yyyy'), to_timestamp('2026-01-02 03:04:05'),"
                    + " to_timestamp('02/01/2026', 'dd/MM/yyyy'), date_trunc('month', at), trunc(day, 'MM'), extract(YEAR FROM"
                    + " day), dayofweek(day), unix_timestamp(at), from_unixtime(id), last_day(day), add_months(day, 2),"
                    + " months_between(day, DATE'2026-01-01'), make_date(2026, 1, 2), hour(at), at < local FROM lake.src.wide",
            "SELECT round(amount, 1), bround(amount), floor(ratio), ceil(amount, 1), abs(id), pmod(id, 3), id % 4, id DIV 3,"
                    + " power(id, 2), sqrt(id), amount * amount, amount / 7, amount + 1, ratio * id, greatest(id, 3), id & 1, id"
                    + " | 2, id ^ 3, ~id, shiftleft(id, 1), try_divide(id, 0), try_cast(name AS INT), hash(id), -amount FROM"
                    + " lake.src.wide",
            "SELECT name, collect_list(id), collect_set(flag), first(id), last(id, true), any_value(id), max_by(id, ratio),"
                    + " percentile(id, 0.5), stddev(id), corr(id, ratio), approx_count_distinct(id), bool_or(flag),"
                    + " count_if(flag), array_sort(collect_list(id)), mode(id) FROM lake.src.wide GROUP BY name",
            "SELECT to_json(s), get_json_object('{\"a\":1}', '$.a') FROM lake.src.wide",
            "SELECT DISTINCT name, flag FROM lake.src.wide ORDER BY flag DESC NULLS LAST, name LIMIT 3 OFFSET 1",
            "SELECT id FROM lake.src.wide WHERE flag UNION SELECT id FROM lake.src.wide WHERE id > 5 INTERSECT SELECT id FROM"
                    + " lake.src.wide EXCEPT ALL SELECT 3",
            "SELECT id FROM lake.src.wide UNION ALL SELECT 1.5 UNION ALL SELECT 2L",
            "SELECT * FROM (SELECT id, CAST(big AS DOUBLE) AS big, ratio FROM lake.src.wide) UNPIVOT (v FOR k IN (big, ratio))",
            "SELECT * FROM VALUES (1, 'a', CAST(NULL AS DATE)), (2, NULL, DATE'2026-01-01') AS t(n, s, d) WHERE n IS NOT NULL",
            "SELECT id AS n, n + 1 AS m, m * 2 AS k FROM range(5)",
            "SELECT sum(x) FROM (SELECT 2 AS x WHERE false)",
            "SELECT t.id FROM lake.src.wide t LEFT SEMI JOIN v1 ON t.name = v1.name LEFT ANTI JOIN range(3) r ON r.id = t.id",
            "SELECT 1 AS one, count(*) FROM lake.src.wide GROUP BY 1 ORDER BY 1",
            "SELECT /*+ BROADCAST(v1) */ name FROM v1 CROSS JOIN range(2)",
            // In the style of TPC-H 1, 3, 13 and 17.
            "SELECT name, flag, sum(amount * (1 - ratio)) AS d, sum(amount * (1 - ratio) * (1 + ratio)) AS c, avg(amount),"
                    + " count(*) FROM lake.src.wide WHERE day <= DATE'2026-12-01' - INTERVAL '90' DAY GROUP BY name, flag ORDER"
                    + " BY name, flag",
            "SELECT c_count, count(*) AS custdist FROM (SELECT c.id, count(o.id) FROM lake.src.wide c LEFT OUTER JOIN"
                    + " lake.src.wide o ON c.id = o.big AND o.name NOT LIKE '%1%' GROUP BY c.id) AS co (id, c_count) GROUP BY"
                    + " c_count ORDER BY custdist DESC, c_count DESC",
            "SELECT sum(amount) / 7.0 AS y FROM lake.src.wide l, v1 WHERE v1.name = l.name AND l.ratio < (SELECT 0.2 *"
                    + " avg(ratio) FROM lake.src.wide WHERE name = v1.name)");

    /** What Spark 3 cannot read. */
    private static final List<String> NEWER =
            List.of("SELECT name, listagg(name, ',') AS names FROM lake.src.wide GROUP BY name");

    @Test
    void sqlAsPeopleWriteIt() {
        List<String> wrong = new ArrayList<>();
        List<String> queries = new ArrayList<>(QUERIES);
        queries.addAll(lake.session().version().startsWith("3.") ? List.of() : NEWER);
        for (String query : queries) {
            String failure = failure(lake.session().sql(query));
            if (!failure.isEmpty()) {
                wrong.add(query + "\n  " + failure);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void dataFrames() {
        Dataset<Row> wide = lake.session().table("lake.src.wide");
        Dataset<Row> small = wide.select("id", "name", "amount");
        Map<String, Dataset<Row>> frames = new HashMap<>();
        frames.put(
                "aggregate",
                wide.filter(col("flag").or(col("id").gt(3)))
                        .groupBy("name")
                        .agg(functions.sum("amount").as("s"), functions.countDistinct("flag")));
        frames.put("self join", small.as("a").join(small.as("b"), expr("a.id = b.id + 1"), "left"));
        frames.put("union of the same", small.union(small).union(small));
        frames.put("by name", small.unionByName(wide.select("amount", "name", "id")));
        frames.put("dropDuplicates of all", wide.select("name", "flag").dropDuplicates());
        frames.put("dropDuplicates by key", wide.select("name", "flag").dropDuplicates("name").select("name"));
        frames.put(
                "window",
                wide.withColumn(
                        "rn", functions.row_number().over(Window.partitionBy("name").orderBy(col("id").desc()))));
        frames.put("renamed", small.withColumnRenamed("id", "odd `name`").withColumn("x", lit(3)).drop("amount"));
        frames.put("typed nothing", wide.na().fill(0).select("id", "amount"));
        frames.put("repartitioned", small.repartition(3, col("name")).coalesce(1).hint("broadcast"));
        frames.put(
                "rows of the plan",
                lake.session()
                        .createDataFrame(
                                List.of(org.apache.spark.sql.RowFactory.create(1, "a"), org.apache.spark.sql.RowFactory.create(2, null)),
                                new org.apache.spark.sql.types.StructType()
                                        .add("n", DataTypes.IntegerType)
                                        .add("t", DataTypes.StringType))
                        .join(small, expr("n = id"), "right"));
        frames.put("cube", wide.cube("name", "flag").sum("id"));
        frames.put("melt", wide.select("id", "big").withColumn("id2", col("id").cast("bigint"))
                .unpivot(new org.apache.spark.sql.Column[] {col("id")}, new org.apache.spark.sql.Column[] {col("big"), col("id2")}, "k", "v"));
        frames.put("exists", wide.filter(col("id").isin(1, 2, 3)).sort(col("id").desc()).limit(2));
        List<String> wrong = new ArrayList<>();
        frames.forEach((name, frame) -> {
            String failure = failure(frame);
            if (!failure.isEmpty()) {
                wrong.add(name + "\n  " + failure);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void saysWhyThereIsNoText() {
        Dataset<Row> wide = lake.session().table("lake.src.wide").select("id", "name");
        lake.session().udf().register("secret", (UDF1<Integer, Integer>) x -> x, DataTypes.IntegerType);
        assertThat(reason(lake.session().sql("SELECT secret(id) FROM lake.src.wide"))).contains("secret");
        assertThat(reason(wide.filter((FilterFunction<Row>) row -> true))).contains("TypedFilter");
        assertThat(reason(lake.session().createDataFrame(wide.javaRDD(), wide.schema()))).contains("LogicalRDD");
        assertThat(reason(lake.session().sql("SELECT from_json(name, 'a INT') FROM lake.src.wide")))
                .contains("JsonToStructs");
        assertThat(reason(lake.session()
                        .sql("SELECT * FROM (SELECT flag, id FROM lake.src.wide) PIVOT (sum(id) FOR flag IN (true, false))")))
                .contains("PivotFirst");
        assertThat(reason(wide.sample(true, 0.5, 3))).contains("sample");
        assertThat(reason(lake.session().sql("SELECT TRANSFORM(name) USING 'cat' AS (x) FROM lake.src.wide")))
                .contains("ScriptTransformation");
    }

    @Test
    void saysWhatTheInputsDoNotDetermine() {
        RecordedPlan.Known plan = (RecordedPlan.Known) recorded(plan(lake.session()
                .sql("SELECT rand(3), current_date(), first(id) FROM (SELECT id FROM lake.src.wide LIMIT 3) GROUP BY id")));
        assertThat(plan.nondeterministic()).contains("rand", "current_date", "first", "limit");
        assertThat(((RecordedPlan.Known) recorded(plan(lake.session().sql("SELECT id FROM lake.src.wide ORDER BY id LIMIT 3"))))
                        .nondeterministic())
                .isEmpty();
    }

    private static String reason(Dataset<Row> frame) {
        RecordedPlan plan = recorded(plan(frame));
        return plan instanceof RecordedPlan.Unknown unknown ? unknown.reason() : plan.toString();
    }

    private static LogicalPlan plan(Dataset<Row> frame) {
        return frame.queryExecution().analyzed();
    }

    private static RecordedPlan recorded(LogicalPlan plan) {
        return RecordedPlan.of(plan, ResultSettings.of(SQLConf.get()));
    }

    private static String failure(Dataset<Row> frame) {
        if (!(recorded(plan(frame)) instanceof RecordedPlan.Known first)) {
            return recorded(plan(frame)).toString();
        }
        Dataset<Row> again;
        try {
            again = lake.session().sql(first.sql());
        } catch (Exception e) {
            return first.sql() + "\n  not read again: " + e.getMessage();
        }
        if (!(recorded(plan(again)) instanceof RecordedPlan.Known second) || !second.sql().equals(first.sql())) {
            return first.sql() + "\n  became " + recorded(plan(again));
        }
        String types = types(frame);
        if (!types.equals(types(again))) {
            return first.sql() + "\n  has types " + types(again) + " instead of " + types;
        }
        List<String> rows = rows(frame);
        return rows.equals(rows(again)) ? "" : first.sql() + "\n  yields " + rows(again) + " instead of " + rows;
    }

    private static String types(Dataset<Row> frame) {
        List<String> types = new ArrayList<>();
        for (org.apache.spark.sql.types.StructField field : frame.schema().fields()) {
            types.add(field.dataType().sql());
        }
        return types.toString();
    }

    private static List<String> rows(Dataset<Row> frame) {
        return frame.collectAsList().stream().map(RecordedPlanIT::text).sorted().toList();
    }

    private static String text(Object value) {
        if (value instanceof Row row) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                values.add(text(row.get(i)));
            }
            return values.toString();
        }
        return value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : String.valueOf(value);
    }
}
