package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How MariaDB, which has no logical messages, is told a trace: by the connection's own row of the table {@code
 * rowtrail_context} in the connection's database, written before the first row change. The binary log shows it as a row
 * of the same transaction; what is rolled back is not there. Each connection has one row, so none waits for another.
 */
final class ContextRow {
    /** A row that stays as it was would leave nothing in the log: the same trace again must change it too. */
    private static final String WRITE = "INSERT INTO rowtrail_context (txid, traceparent, bindings)"
            + " VALUES (CONNECTION_ID(), ?, 1) ON DUPLICATE KEY UPDATE traceparent = ?, bindings = bindings + 1";

    private static final String OPEN = "SELECT @@in_transaction";
    private static final String CANCELLED = "70100";
    private static final String DEADLOCK = "40001";
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private ContextRow() {}

    static void write(Connection connection, TraceBinding trace) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setString(1, trace.format());
            write.setString(2, trace.format());
            write.executeUpdate();
        }
    }

    /**
     * Whether the server has a transaction open. The driver's flag shows no {@code BEGIN} or {@code XA START} that went
     * past us, and a transaction made for one statement would commit it. What cannot be asked counts as open.
     */
    static boolean isTransactionOpen(Connection connection) {
        try (Statement ask = connection.createStatement();
                ResultSet answer = ask.executeQuery(OPEN)) {
            return !answer.next() || answer.getBoolean(1);
        } catch (SQLException e) {
            return true;
        }
    }

    /**
     * Whether the application must see this failure: its statement was cancelled, or the server has, or may have, rolled
     * its whole transaction back, and to go on would lose what it had written.
     */
    static boolean isOfTheApplication(SQLException e) {
        return CANCELLED.equals(e.getSQLState())
                || DEADLOCK.equals(e.getSQLState())
                || e.getErrorCode() == LOCK_WAIT_TIMEOUT;
    }
}
