package io.rowtrail.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts over a shop of three lines, with the plugin as it is shipped: one shaded jar. */
class JobsIT {
    private static final String OURS = ", _rt_op STRING, _rt_tx BIGINT, _rt_seq INT, _rt_trace_id STRING)"
            + " TBLPROPERTIES ('rowtrail.source'='shop', 'rowtrail.complete.through'='7', 'rowtrail.key'='";
    private static final Map<String, String> BEFORE = new TreeMap<>();

    @BeforeAll
    static void land(@TempDir Path directory) {
        Map<String, String> settings = Map.of(
                "spark.master", "local[2]",
                "spark.sql.shuffle.partitions", "2",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.plugins", "io.rowtrail.spark.RowtrailPlugin",
                "spark.rowtrail.spool.dir", directory.resolve("spool").toString(),
                "spark.sql.warehouse.dir", directory.resolve("spark").toString(),
                "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
                "spark.sql.catalog.lake.type", "hadoop",
                "spark.sql.catalog.lake.warehouse", directory.resolve("lake").toString());
        settings.forEach((key, value) -> {
            BEFORE.put(key, System.getProperty(key, ""));
            System.setProperty(key, value);
        });
        inSession(session -> {
            table(
                    session,
                    "customer",
                    "customer_id INT, name STRING, address STRING, city STRING, state STRING",
                    "customer_id");
            session.sql("INSERT INTO lake.shop.customer VALUES (1, 'Ann', 'A', 'B', 'CA', 'r', 1, 0, null),"
                    + " (2, 'Bob', 'A', 'B', 'CA', 'r', 1, 1, null), (2, 'Bob', 'A', 'B', 'WA', 'u', 6, 0, null)");
            table(session, "product", "product_id INT, name STRING, family STRING", "product_id");
            session.sql("INSERT INTO lake.shop.product VALUES (7, 'Pear', 'Food', 'r', 2, 0, null)");
            table(session, "sale", "sale_id BIGINT, customer_id INT, sold_on DATE", "sale_id");
            session.sql("INSERT INTO lake.shop.sale VALUES (1, 1, DATE'1997-01-05', 'c', 3, 0, null),"
                    + " (2, 2, DATE'1997-01-06', 'c', 4, 0, null)");
            table(
                    session,
                    "sale_line",
                    "sale_id BIGINT, line_no INT, product_id INT, quantity DECIMAL(12,4), unit_price DECIMAL(12,4),"
                            + " unit_cost DECIMAL(12,4)",
                    "sale_id,line_no");
            table(session, "sale_return", "return_id BIGINT, sale_id BIGINT, reason STRING", "return_id");
            session.sql("INSERT INTO lake.shop.sale_line VALUES (1, 1, 7, 2, 1.5, 1, 'c', 3, 1, null),"
                    + " (1, 2, 7, 1, 4, 3, 'c', 3, 2, null), (2, 1, 7, 1, 9, 5, 'c', 4, 1, null),"
                    + " (1, 2, null, null, null, null, 'd', 5, 0, null), (9, 9, 7, 1, 1, 1, 'c', 8, 0, null)");
            return List.of();
        });
    }

    @AfterAll
    static void restore() {
        BEFORE.forEach((key, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, value);
            }
        });
    }

    private static void table(SparkSession session, String name, String columns, String key) {
        session.sql("CREATE TABLE lake.shop." + name + " (" + columns + OURS + key + "')");
    }

    private static List<Row> inSession(Function<SparkSession, List<Row>> body) {
        SparkSession session = SparkSession.builder()
                .config(new SparkConf().setAppName("test"))
                .getOrCreate();
        try {
            return body.apply(session);
        } finally {
            session.stop();
        }
    }

    @Test
    void linesLeadToTheReportAndBack() {
        JobsMain.run(JobScript.silver());
        JobsMain.run(JobScript.gold(1));
        List<Row> first = revenue();
        JobsMain.run(JobScript.gold(2));
        List<Row> second = revenue();

        assertThat(first).hasSize(2);
        assertThat(first.get(0).getString(0)).isEqualTo("CA");
        assertThat(first.get(0).getDecimal(1)).isEqualByComparingTo("3");
        assertThat(first.get(0).<Long>getList(2)).containsExactly(1L, 2L, 3L);
        assertThat(first.get(0).getBoolean(3))
                .as("a return and a move were in the inputs")
                .isFalse();
        assertThat(first.get(1).getString(0)).isEqualTo("WA");
        assertThat(first.get(1).getDecimal(1)).isEqualByComparingTo("9");
        assertThat(first.get(1).<Long>getList(2)).containsExactly(1L, 2L, 4L, 6L);
        assertThat(second.get(0).getDecimal(1)).isEqualByComparingTo("2");
        assertThat(second.get(0).<Long>getList(2)).isEqualTo(first.get(0).<Long>getList(2));
    }

    @Test
    void aScepticsJobsHaveTheirTagsToo() {
        JobsMain.run(JobScript.silver());
        JobsMain.run(JobScript.sceptic(List.of(5L, 7L)));

        assertThat(rows("running", "customer_id"))
                .containsExactly(
                        "1, 1997-01-05, 3, 3, 1, null, 1 {1, 2, 3}", "2, 1997-01-06, 9, 9, 1, null, 1 {1, 2, 4, 6}");
        assertThat(rows("total", "scope")).containsExactly("shop, 2, 2, 3, 12, 1997-01-06 {1, 2, 3, 4, 6}");
        assertThat(rows("lost", "customer_id")).containsExactly("1, Ann, CA {1, 3}", "2, Bob, WA {1, 4, 6}");
        assertThat(rows("customer_history", "customer_id, valid_from"))
                .containsExactly(
                        "1, Ann, A, B, CA, 5, null, true {1}",
                        "2, Bob, A, B, CA, 5, 7, false {1, 6}", "2, Bob, A, B, WA, 7, null, true {1, 6}");
    }

    /** Values, numbers without trailing zeros, and ordinals. */
    private static List<String> rows(String table, String order) {
        List<String> rows = new ArrayList<>();
        inSession(session -> session.sql(
                                "SELECT *, rt_ordinals(_rt_tags) FROM lake.sceptic." + table + " ORDER BY " + order)
                        .collectAsList())
                .forEach(row -> {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < row.size() - 1; i++) {
                        values.add(
                                row.get(i) instanceof BigDecimal number
                                        ? number.stripTrailingZeros().toPlainString()
                                        : String.valueOf(row.get(i)));
                    }
                    String ordinals = row.<Long>getList(row.size() - 1).toString();
                    rows.add(String.join(", ", values) + " "
                            + ordinals.replace('[', '{').replace(']', '}'));
                });
        return rows;
    }

    private static List<Row> revenue() {
        return inSession(session -> session.sql(
                        "SELECT state, revenue, rt_ordinals(_rt_tags), rt_closed(_rt_tags) FROM lake.gold.revenue ORDER BY state")
                .collectAsList());
    }
}
