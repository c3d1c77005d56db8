package io.rowtrail.spark.tags;

import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A few purchases, returns, a correction and a move of the demo's shop, as change tables; and the demo's own queries. */
final class ShopHistory implements MemoryRun.Rows {
    private static final Path JOBS = Path.of("quickstart", "jobs", "src", "main", "resources", "jobs");
    private static final BigDecimal ONE = new BigDecimal("1.00");
    private static final Map<String, String> COLUMNS = Map.of(
            "sale_line", "sale_id int, line_no int, product_id int, quantity decimal(10,2), unit_price decimal(10,2),"
                    + " unit_cost decimal(10,2)",
            "sale", "sale_id int, customer_id int, sold_on date",
            "customer", "customer_id int, name string, state string",
            "product", "product_id int, name string, family string");
    private static final Map<String, String> KEYS = Map.of(
            "sale_line", "sale_id,line_no", "sale", "sale_id", "customer", "customer_id", "product", "product_id");

    private final Map<String, List<Object[]>> changes = new HashMap<>();
    private int sequence;

    ShopHistory() {
        COLUMNS.forEach((table, columns) -> MemoryCatalog.put(
                table,
                StructType.fromDDL(columns)
                        .add(RowtrailColumns.OP, DataTypes.StringType)
                        .add(RowtrailColumns.TX, DataTypes.LongType)
                        .add(RowtrailColumns.SEQ, DataTypes.IntegerType),
                Map.of(
                        RowtrailProperties.KEY, KEYS.get(table),
                        RowtrailProperties.SOURCE, "shop",
                        RowtrailProperties.COMPLETE_THROUGH, "20")));
    }

    private void change(long transaction, String operation, String table, Object... values) {
        int columns = StructType.fromDDL(COLUMNS.get(table)).size();
        Object[] row = Arrays.copyOf(values, columns + 3);
        row[columns] = operation;
        row[columns + 1] = transaction;
        row[columns + 2] = sequence++;
        changes.computeIfAbsent(table, name -> new ArrayList<>()).add(row);
    }

    void customer(long transaction, String operation, int id, String state) {
        change(transaction, operation, "customer", id, "customer " + id, state);
    }

    void product(long transaction, int id, String family) {
        change(transaction, "r", "product", id, "product " + id, family);
    }

    /** A sale of one line. */
    void purchase(long transaction, int sale, int customer, int product) {
        change(transaction, "c", "sale", sale, customer, Date.valueOf("1997-03-0" + (1 + sale % 9)));
        line(transaction, "c", sale, product, sale + 1);
    }

    void line(long transaction, String operation, int sale, int product, int price) {
        change(transaction, operation, "sale_line", sale, 1, product, ONE, new BigDecimal(price + ".00"), ONE);
    }

    void returned(long transaction, int sale) {
        change(transaction, "d", "sale_line", sale, 1);
    }

    @Override
    public List<Object[]> of(String table, List<String> columns) {
        List<String> all = new ArrayList<>(Arrays.asList(StructType.fromDDL(COLUMNS.get(table)).fieldNames()));
        all.addAll(List.of(RowtrailColumns.OP, RowtrailColumns.TX, RowtrailColumns.SEQ));
        return changes.get(table).stream()
                .map(row -> columns.stream().map(column -> row[all.indexOf(column)]).toArray())
                .toList();
    }

    /** The query of a gold table, the query of the silver one in the place of what it reads. */
    static String gold(String table) throws IOException {
        String silver = query("silver.sql", "lake.silver.sales");
        return query("gold-1.sql", table)
                .replace("FROM lake.silver.sales", "FROM (" + silver + ") sales")
                .replace("'lake.shop.", "'mem.d.");
    }

    private static String query(String file, String table) throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve(JOBS))) {
            directory = directory.getParent();
        }
        String before = "CREATE OR REPLACE TABLE " + table + " AS";
        for (String statement : Files.readString(directory.resolve(JOBS).resolve(file)).split(";")) {
            int at = statement.indexOf(before);
            if (at >= 0) {
                return statement.substring(at + before.length()).strip();
            }
        }
        throw new IllegalStateException(table + " is not in " + file);
    }
}
