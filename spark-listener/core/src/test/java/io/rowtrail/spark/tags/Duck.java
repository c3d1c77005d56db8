package io.rowtrail.spark.tags;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plain answers from another engine: DuckDB in memory, its tables given with each query. */
final class Duck implements AutoCloseable {
    private final Connection connection;

    Duck() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
        }
    }

    /** The query's rows as text, nulls as "null". */
    List<List<String>> rows(String query, Map<String, Stored> tables) {
        String with = tables.entrySet().stream()
                .map(table -> table.getKey() + "(" + columns(table.getValue()) + ") AS (" + values(table.getValue()) + ")")
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("WITH " + with + " SELECT * FROM (" + query + ") q")) {
            int columns = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + e.getMessage() + "\n" + query, e);
        }
    }

    private static String columns(Stored table) {
        return IntStream.range(0, table.texts().size()).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
    }

    private static String values(Stored table) {
        if (table.rows().isEmpty()) {
            return "SELECT "
                    + table.texts().stream()
                            .map(text -> text ? "NULL::VARCHAR" : "NULL::BIGINT")
                            .collect(Collectors.joining(", "))
                    + " WHERE false";
        }
        return "VALUES "
                + table.rows().stream()
                        .map(row -> IntStream.range(0, row.values().size())
                                .mapToObj(i -> literal(row.values().get(i), table.texts().get(i)))
                                .collect(Collectors.joining(", ", "(", ")")))
                        .collect(Collectors.joining(", "));
    }

    private static String literal(Object value, boolean text) {
        if (text) {
            return value == null ? "NULL::VARCHAR" : "'" + value + "'";
        }
        return value + "::BIGINT";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
