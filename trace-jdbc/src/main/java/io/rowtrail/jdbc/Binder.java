package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Emits the message, and sees to it that a refusal does not poison the application's transaction.
 *
 * <p>In PostgreSQL an error aborts the transaction it happens in, so the first message of a data source is rehearsed
 * behind a savepoint. Once one has gone through, the function is there and may be called, and no later message pays for
 * a guard. After a refusal no message is tried for a minute, and the next one is rehearsed again.
 */
final class Binder {
    private static final String EMIT =
            "SELECT pg_catalog.pg_logical_emit_message(true, '" + TraceBinding.MESSAGE_PREFIX + "', CAST(? AS text))";
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private sealed interface Footing {
        /** No message has gone through yet, or not since the last refusal. */
        record Unproven() implements Footing {}

        record Proven() implements Footing {}

        record Paused(Instant until) implements Footing {}

        /** Another database, which has no such message. */
        record Unsupported() implements Footing {}
    }

    private final Clock clock;
    private final Tally tally;
    private volatile Footing footing = new Footing.Unproven();

    Binder(Clock clock, Tally tally) {
        this.clock = clock;
        this.tally = tally;
    }

    /** Binds {@code trace} to the open transaction of {@code connection}; false if that could not be done. */
    boolean bind(Connection connection, TraceBinding trace) {
        Footing now = footing;
        try {
            if (now instanceof Footing.Unsupported
                    || (now instanceof Footing.Paused paused && clock.instant().isBefore(paused.until()))) {
                tally.failed.increment();
                return false;
            }
            if (now instanceof Footing.Proven) {
                emit(connection, trace);
            } else if (isPostgres(connection)) {
                rehearse(connection, trace);
                emit(connection, trace);
                footing = new Footing.Proven();
            } else {
                footing = new Footing.Unsupported();
                tally.failed.increment();
                return false;
            }
            tally.bound.increment();
            return true;
        } catch (SQLException | RuntimeException refused) {
            // An aborted transaction or a lost connection says nothing about the next message; the application's own
            // statement is about to meet the same error and to report it.
            if (!(refused instanceof SQLException e && isOfTheTransaction(e))) {
                footing = new Footing.Paused(clock.instant().plus(PAUSE));
            }
            tally.failed.increment();
            return false;
        }
    }

    private static void emit(Connection connection, TraceBinding trace) throws SQLException {
        try (PreparedStatement emit = connection.prepareStatement(EMIT)) {
            emit.setString(1, trace.format());
            emit.execute();
        }
    }

    /**
     * Emits once behind a savepoint and takes it back. The message that counts is not left there: logical decoding may
     * show the last message of a subtransaction after the row change that follows it outside.
     */
    private static void rehearse(Connection connection, TraceBinding trace) throws SQLException {
        Savepoint guard = connection.setSavepoint();
        try {
            emit(connection, trace);
        } finally {
            connection.rollback(guard);
            connection.releaseSavepoint(guard);
        }
    }

    private static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("PostgreSQL");
    }

    /** Class 08 is a lost connection, 25 an invalid transaction state, 57 an operator's or a timeout's cancel. */
    private static boolean isOfTheTransaction(SQLException refused) {
        String state = refused.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("25") || state.startsWith("57"));
    }
}
