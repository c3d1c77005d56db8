package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shape of a table, from PostgreSQL's catalogue. */
final class TableCatalog {
    private static final String COLUMNS = "SELECT column_name, udt_name, numeric_precision, numeric_scale"
            + " FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND is_generated = 'NEVER'"
            + " ORDER BY ordinal_position";
    private static final String KEY = "SELECT a.attname FROM pg_index i"
            + " JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, position)"
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
            + " WHERE i.indisprimary AND n.nspname = ? AND c.relname = ? ORDER BY k.position";
    private static final String IDENTITY = "SELECT c.relreplident FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')";

    private TableCatalog() {}

    /** @throws CaptureException if there is no such table */
    static SourceTable read(Connection connection, String qualifiedName) {
        int dot = qualifiedName.indexOf('.');
        String schema = qualifiedName.substring(0, dot);
        String name = qualifiedName.substring(dot + 1);
        try {
            Map<String, SourceTable.Column> columns = new LinkedHashMap<>();
            List<String> key = new ArrayList<>();
            List<String> identity = new ArrayList<>();
            each(connection, IDENTITY, schema, name, row -> identity.add(row.getString(1)));
            if (identity.isEmpty()) {
                throw new CaptureException(
                        "there is no table " + qualifiedName + ": create it first, or mend source.tables");
            }
            each(
                    connection,
                    COLUMNS,
                    schema,
                    name,
                    row -> columns.put(
                            row.getString(1),
                            new SourceTable.Column(
                                    row.getString(2),
                                    ColumnTypes.of(row.getString(2), integer(row, 3), integer(row, 4)))));
            each(connection, KEY, schema, name, row -> key.add(row.getString(1)));
            return new SourceTable(schema, name, columns, key, identity(identity.get(0)));
        } catch (SQLException e) {
            throw new CaptureException("cannot read the shape of " + qualifiedName + ": " + e.getMessage(), e);
        }
    }

    private static SourceTable.ReplicaIdentity identity(String letter) {
        return switch (letter) {
            case "f" -> SourceTable.ReplicaIdentity.FULL;
            case "i" -> SourceTable.ReplicaIdentity.INDEX;
            case "n" -> SourceTable.ReplicaIdentity.NOTHING;
            default -> SourceTable.ReplicaIdentity.DEFAULT;
        };
    }

    private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private interface EachRow {
        void take(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, String schema, String name, EachRow taker)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taker.take(rows);
                }
            }
        }
    }
}
