package io.rowtrail.shop.store;

import io.rowtrail.shop.ledger.Ledger;
import io.rowtrail.shop.ledger.Operation;
import io.rowtrail.shop.ledger.RowWrite;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * One database transaction that remembers the rows it wrote, as the database returned them, and tells the ledger once
 * it is committed. Closed without a commit it is rolled back.
 */
final class UnitOfWork implements AutoCloseable {
    private final Connection connection;
    private final Ledger ledger;
    private final List<RowWrite> writes = new ArrayList<>();
    private boolean open = true;

    private UnitOfWork(Connection connection, Ledger ledger) {
        this.connection = connection;
        this.ledger = ledger;
    }

    static UnitOfWork begin(DataSource database, Ledger ledger) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new UnitOfWork(connection, ledger);
    }

    /**
     * Runs a statement that ends with {@code RETURNING *} and remembers what it wrote.
     *
     * @return the rows returned, in their order
     */
    List<Map<String, Object>> write(Table table, Operation operation, String sql, Object... parameters)
            throws SQLException {
        List<Map<String, Object>> rows = query(connection, sql, parameters);
        for (Map<String, Object> row : rows) {
            Map<String, Object> key = new LinkedHashMap<>(row);
            key.keySet().retainAll(table.key());
            writes.add(new RowWrite(table.sqlName(), operation, key, operation == Operation.DELETE ? Map.of() : row));
        }
        return rows;
    }

    Connection connection() {
        return connection;
    }

    /**
     * Commits, then appends to the ledger under {@code trace}. The caller holds the locks of the roots written.
     *
     * @throws SQLException if the commit failed or its outcome is not known; the ledger then has nothing of it
     */
    void commit(String trace) throws SQLException {
        connection.commit();
        open = false;
        if (!writes.isEmpty()) {
            ledger.append(trace, writes);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (open) {
                connection.rollback();
            }
        }
    }

    static List<Map<String, Object>> query(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                ResultSetMetaData columns = result.getMetaData();
                List<Map<String, Object>> rows = new ArrayList<>();
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), value(result, i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    private static Object value(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        return value instanceof Integer || value instanceof Long || value instanceof BigDecimal
                ? value
                : value.toString();
    }
}
