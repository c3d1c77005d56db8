package io.rowtrail.quickstart.verdict;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shop's own tables, read as they are now. */
public final class ShopDatabase {
    /** Table to its key columns. */
    private static final Map<String, List<String>> KEYS = Map.of(
            "store", List.of("store_id"),
            "customer", List.of("customer_id"),
            "product", List.of("product_id"),
            "sale", List.of("sale_id"),
            "sale_line", List.of("sale_id", "line_no"),
            "sale_return", List.of("return_id"));

    private ShopDatabase() {}

    /** Table to key to row, values as PostgreSQL writes them. */
    public static Map<String, Map<RowKey, Map<String, String>>> read(Connection connection) throws SQLException {
        Map<String, Map<RowKey, Map<String, String>>> tables = new HashMap<>();
        for (Map.Entry<String, List<String>> table : KEYS.entrySet()) {
            Map<RowKey, Map<String, String>> rows = new LinkedHashMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("select * from " + table.getKey())) {
                ResultSetMetaData columns = result.getMetaData();
                while (result.next()) {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), String.valueOf(result.getString(i)));
                    }
                    Map<String, String> key = new HashMap<>();
                    table.getValue().forEach(column -> key.put(column, String.valueOf(row.get(column))));
                    rows.put(RowKey.of(key), row);
                }
            }
            tables.put(table.getKey(), rows);
        }
        return tables;
    }

    /** Whether the ledger, replayed, is the database: every live row with the same values, and no other. */
    public static Check compare(ShopHistory history, Map<String, Map<RowKey, Map<String, String>>> now) {
        Tally tally = new Tally("rows of the shop's database that the ledger explains");
        now.forEach((table, rows) -> {
            rows.forEach((key, row) -> tally.note(
                    history.table(table)
                                    .live(key)
                                    .filter(live -> same(live, row))
                                    .isPresent()
                            ? ""
                            : table + " " + key + ": the ledger tells it differently"));
            int surplus = history.table(table).liveRows() - rows.size();
            if (surplus > 0) {
                tally.note(table + ": the ledger has " + surplus + " rows more than the database");
            }
        });
        return tally.check();
    }

    private static boolean same(Version live, Map<String, String> row) {
        return row.entrySet().stream()
                .allMatch(column -> Values.same(live.row().getOrDefault(column.getKey(), ""), column.getValue()));
    }
}
