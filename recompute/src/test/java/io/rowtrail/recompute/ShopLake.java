package io.rowtrail.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A small shop's change tables, and the jobs over them, run with the plugin; what it told of its plans is kept. */
final class ShopLake {
    static final long PIN = 40;
    static final String SILVER = "SELECT l.sale_id, l.line_no, l.customer_id, c.state, p.family, l.quantity, l.price,"
            + " l.quantity * l.price AS revenue FROM rowtrail_current('lake.%1$s.line') l"
            + " JOIN rowtrail_current('lake.%1$s.customer') c ON c.customer_id = l.customer_id"
            + " JOIN rowtrail_current('lake.%1$s.product') p ON p.product_id = l.product_id WHERE l.quantity > 0";
    static final String REVENUE =
            "SELECT family, state, sum(revenue) AS revenue, count(*) AS lines FROM lake.%1$s.sales"
                    + " GROUP BY family, state HAVING sum(revenue) > 5";
    static final String TOP = "SELECT state, rank, customer_id, revenue FROM (SELECT *, rank() OVER (PARTITION BY state"
            + " ORDER BY revenue DESC, customer_id) AS rank FROM (SELECT state, customer_id, sum(revenue) AS revenue"
            + " FROM lake.%1$s.sales GROUP BY state, customer_id)) WHERE rank <= 2";

    private static final StructType LINE = new StructType()
            .add("sale_id", DataTypes.LongType)
            .add("line_no", DataTypes.IntegerType)
            .add("customer_id", DataTypes.LongType)
            .add("product_id", DataTypes.LongType)
            .add("quantity", DataTypes.IntegerType)
            .add("price", DataTypes.createDecimalType(10, 2));
    private static final StructType CUSTOMER = new StructType()
            .add("customer_id", DataTypes.LongType)
            .add("name", DataTypes.StringType)
            .add("state", DataTypes.StringType);
    private static final StructType PRODUCT = new StructType()
            .add("product_id", DataTypes.LongType)
            .add("name", DataTypes.StringType)
            .add("family", DataTypes.StringType);

    /** The facet {@code rowtrail_plan} of each run, by run, and the run of each output, by its name without catalogue. */
    final Map<String, JsonNode> plans = new ConcurrentHashMap<>();

    final Map<String, String> runs = new ConcurrentHashMap<>();
    /** The rows of the outputs with the tags that the job gave them, by output and row. */
    final Map<String, Map<String, TagSet>> eager = new HashMap<>();

    private final Path warehouse;

    ShopLake(Path warehouse) {
        this.warehouse = warehouse;
    }

    Map<String, String> catalogue() {
        return Map.of(
                "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
                "spark.sql.catalog.lake.type", "hadoop",
                "spark.sql.catalog.lake.cache-enabled", "false",
                "spark.sql.catalog.lake.warehouse", warehouse.resolve("lake").toString(),
                "spark.sql.warehouse.dir", warehouse.resolve("spark").toString());
    }

    interface Work {
        void in(SparkSession session) throws Exception;
    }

    /** Runs jobs with the plugin, in a session of their own. */
    void run(Work work) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            try (GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                note(new ObjectMapper().readTree(body.readAllBytes()));
            }
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("shop")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.plugins", "io.rowtrail.spark.RowtrailPlugin")
                .config(
                        "spark.rowtrail.url",
                        "http://127.0.0.1:" + server.getAddress().getPort());
        catalogue().forEach(builder::config);
        SparkSession session = builder.getOrCreate();
        try {
            work.in(session);
        } finally {
            session.stop();
            server.stop(0);
        }
    }

    private void note(JsonNode event) throws IOException {
        if (event.path("eventType").asText().equals("COMPLETE")) {
            String run = event.at("/run/runId").asText();
            plans.put(run, event.at("/run/facets/rowtrail_plan"));
            runs.put(event.at("/outputs/0/name").asText(), run);
        }
    }

    /** Writes an output and keeps its rows and their tags. */
    void write(SparkSession session, String table, String query) {
        session.sql("CREATE OR REPLACE TABLE lake." + table + " AS " + query);
        keep(session, table);
    }

    void keep(SparkSession session, String table) {
        Map<String, TagSet> rows = new TreeMap<>();
        for (Row row : session.sql("SELECT *, _rt_tags FROM lake." + table).collectAsList()) {
            rows.put(values(row, row.size() - 1), TagSet.decode(row.<byte[]>getAs(row.size() - 1)));
        }
        eager.put(table, rows);
    }

    static String values(Row row, int columns) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            values.add(String.valueOf(row.get(i)));
        }
        return String.join("|", values);
    }

    ObjectNode allPlans() {
        ObjectNode all = new ObjectMapper().createObjectNode();
        plans.forEach(all::set);
        return all;
    }

    /** The change tables as if {@code without} had never happened. */
    static void land(SparkSession session, String namespace, Set<Long> without) throws Exception {
        land(
                session,
                "lake." + namespace + ".customer",
                "customer_id",
                CUSTOMER,
                without,
                List.of(
                        change("c", 1, 1L, "Ann", "CA"),
                        change("c", 2, 2L, "Bob", "CA"),
                        change("c", 3, 3L, "Cid", "WA"),
                        change("c", 4, 4L, "Dot", "CA"),
                        change("u", 20, 3L, "Cid", "OR"),
                        change("u", 21, 1L, "Anna", "CA")));
        land(
                session,
                "lake." + namespace + ".product",
                "product_id",
                PRODUCT,
                without,
                List.of(
                        change("c", 5, 1L, "Ale", "Drink"),
                        change("c", 6, 2L, "Bread", "Food"),
                        change("u", 22, 2L, "Rye bread", "Food")));
        List<Object[]> lines = new ArrayList<>();
        for (long sale = 1; sale <= 12; sale++) {
            lines.add(change("c", 7 + sale, sale, 1, 1 + sale % 4, 1 + sale % 2, (int) (sale % 3), money(sale)));
            lines.add(change("c", 7 + sale, sale, 2, 1 + sale % 4, 1 + (sale + 1) % 2, 1, money(2)));
        }
        lines.add(change("u", 23, 5L, 1, 2L, 2L, 7, money(5)));
        lines.add(change("d", 24, 10L, 1, null, null, null, null));
        lines.add(change("d", 25, 7L, 2, null, null, null, null));
        lines.add(change("c", 26, 7L, 2, 4L, 1L, 3, money(9)));
        land(session, "lake." + namespace + ".line", "sale_id,line_no", LINE, without, lines);
    }

    private static java.math.BigDecimal money(long amount) {
        return java.math.BigDecimal.valueOf(amount * 100 + 25, 2);
    }

    private static Object[] change(String op, long ordinal, Object... values) {
        Object[] row = new Object[values.length + 3];
        System.arraycopy(values, 0, row, 0, values.length);
        row[values.length] = op;
        row[values.length + 1] = ordinal;
        row[values.length + 2] = 0;
        return row;
    }

    private static void land(
            SparkSession session, String table, String key, StructType type, Set<Long> without, List<Object[]> changes)
            throws Exception {
        StructType all = type.add("_rt_op", DataTypes.StringType)
                .add("_rt_tx", DataTypes.LongType)
                .add("_rt_seq", DataTypes.IntegerType);
        List<Row> rows = new ArrayList<>();
        for (Object[] change : changes) {
            if (!without.contains((Long) change[change.length - 2])) {
                rows.add(RowFactory.create(change));
            }
        }
        session.createDataFrame(rows, all)
                .writeTo(table)
                .tableProperty("rowtrail.key", key)
                .tableProperty("rowtrail.source", "shop")
                .tableProperty("rowtrail.complete.through", Long.toString(PIN))
                .createOrReplace();
    }
}
