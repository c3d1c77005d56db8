package io.rowtrail.jdbc.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The triggers of one database. A table is locked against writers for a moment, and not waited for longer than five
 * seconds: writers would wait behind us.
 */
public final class BindingTriggers {
    private static final String TRIAL = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String ON = "SELECT t.tgenabled IN ('O', 'A'), p.prosrc FROM pg_trigger t"
            + " JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT t.tgisinternal AND t.tgname = '" + TriggerScript.TRIGGER
            + "' AND n.nspname = ? AND c.relname = ?";
    private static final String TABLE = "SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p') AND n.nspname = ? AND c.relname = ?";
    private static final String INSTALLED = "SELECT n.nspname, c.relname FROM pg_trigger t"
            + " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgname = '" + TriggerScript.TRIGGER
            + "' ORDER BY 1, 2";

    private final Connection connection;

    /** @param connection in autocommit mode; its role owns the tables, or has {@code TRIGGER} on them */
    public BindingTriggers(Connection connection) {
        this.connection = connection;
    }

    /** Installs the function and the triggers, or renews them; a table at a time, so what failed can be done again. */
    public void install(List<TableName> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '5s'");
            for (String sql : TriggerScript.installStatements(tables)) {
                statement.execute(sql);
            }
        }
    }

    /** Takes the triggers off; when none is left anywhere, the function and an empty schema go too. */
    public void remove(List<TableName> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '5s'");
            for (TableName table : tables) {
                statement.execute(TriggerScript.drop(table));
            }
            if (installed().isEmpty()) {
                statement.execute("DROP FUNCTION IF EXISTS rowtrail.bind_trace()");
                if (ask("SELECT 1 FROM pg_namespace n WHERE n.nspname = 'rowtrail' AND NOT EXISTS (SELECT 1 FROM"
                                + " pg_depend d WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid)")
                        .isPresent()) {
                    statement.execute("DROP SCHEMA rowtrail RESTRICT");
                }
            }
        }
    }

    /** The tables that have the trigger. */
    public List<TableName> installed() throws SQLException {
        List<TableName> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(INSTALLED)) {
            while (rows.next()) {
                tables.add(new TableName(rows.getString(1), rows.getString(2)));
            }
        }
        return tables;
    }

    /** Looks at each trigger and tries it, leaving nothing behind. */
    public Map<TableName, TriggerState> check(List<TableName> tables) throws SQLException {
        Map<TableName, TriggerState> states = new LinkedHashMap<>();
        for (TableName table : tables) {
            states.put(table, check(table));
        }
        return states;
    }

    private TriggerState check(TableName table) throws SQLException {
        if (ask(TABLE, table.schema(), table.table()).isEmpty()) {
            return TriggerState.NO_TABLE;
        }
        try (PreparedStatement statement = connection.prepareStatement(ON)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet trigger = statement.executeQuery()) {
                if (!trigger.next()) {
                    return TriggerState.MISSING;
                }
                if (!trigger.getBoolean(1)) {
                    return TriggerState.DISABLED;
                }
                if (!trigger.getString(2).equals(TriggerScript.functionBody())) {
                    return TriggerState.OUTDATED;
                }
            }
        }
        return tried(table);
    }

    private TriggerState tried(TableName table) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL rowtrail.traceparent = '" + TRIAL + "'");
            statement.execute("DELETE FROM " + table.quoted() + " WHERE false");
            boolean bound = ask("SELECT 1 WHERE strpos(current_setting('rowtrail.bound', true), substr('" + TRIAL
                            + "', 4, 32)) > 0")
                    .isPresent();
            return bound ? TriggerState.BINDS : TriggerState.SILENT;
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return TriggerState.UNTRIED;
            }
            throw e;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Optional<String> ask(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }
}
