package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Emits the message, or writes MariaDB's {@link ContextRow}, and sees to it that a refusal does not poison the
 * application's transaction.
 *
 * <p>In PostgreSQL an error aborts the transaction it happens in, so the first message of a data source is rehearsed
 * behind a savepoint. Once one has gone through, the function is there and may be called, and no later message pays for
 * a guard. After a refusal no message is tried for a minute, and the next one is rehearsed again. In MariaDB a statement that fails
 * leaves the transaction as it was, so nothing is rehearsed.
 */
final class Binder {
    /** What became of a message. */
    enum Outcome {
        BOUND,
        /** Nothing was emitted, since nothing has been written. */
        NOTHING_WRITTEN,
        /** Nothing was emitted; the transaction is as it was. */
        REFUSED,
        /** Nothing was emitted, and the transaction, which was sound, is aborted. */
        ABORTED
    }

    private static final String EMIT =
            "SELECT pg_catalog.pg_logical_emit_message(true, '" + TraceBinding.MESSAGE_PREFIX + "', CAST(? AS text))";
    /** A transaction has an id as soon as it has written, or locked a row. */
    private static final String WRITTEN = "pg_catalog.txid_current_if_assigned() IS NOT NULL";

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final String CANCELLED = "57014";

    private sealed interface Footing {
        /** No message has gone through yet, or not since the last refusal. */
        record Unproven() implements Footing {}

        record Proven() implements Footing {}

        record Paused(Instant until) implements Footing {}
    }

    private final Clock clock;
    private final Tally tally;
    private volatile Footing footing = new Footing.Unproven();
    /** Null until a connection was seen. */
    private volatile @Nullable Product product;

    Binder(Clock clock, Tally tally) {
        this.clock = clock;
        this.tally = tally;
    }

    /** Whether there is any use in trying on {@code connection} now. */
    boolean isReady(Connection connection) throws SQLException {
        if (footing instanceof Footing.Paused paused) {
            return !clock.instant().isBefore(paused.until());
        }
        return product(connection) != Product.OTHER;
    }

    /** Whether a connection that calls itself read-only is. MariaDB's driver only notes it, unless told otherwise. */
    boolean barsWrites(Connection connection) throws SQLException {
        return product(connection) != Product.MARIADB;
    }

    /** Whether what a query's functions have written can be bound after it. */
    boolean bindsFunctions() {
        return product == Product.POSTGRESQL;
    }

    /** Whether statements end transactions that PostgreSQL leaves open. */
    boolean commitsImplicitly() {
        return product == Product.MARIADB;
    }

    /** Whether a transaction is open though nothing seen here has opened one. Asked before one is made. */
    boolean isOpenUnseen(Connection connection) {
        return product == Product.MARIADB && ContextRow.isTransactionOpen(connection);
    }

    /**
     * Binds {@code trace} to the open transaction of {@code connection}, before it writes.
     *
     * @throws SQLException only if the application had the statement cancelled that this is a part of, or the server has
     *     rolled its transaction back
     */
    Outcome bind(Connection connection, TraceBinding trace) throws SQLException {
        try {
            if (product == Product.MARIADB) {
                ContextRow.write(connection, trace);
                return count(Outcome.BOUND);
            }
            if (!(footing instanceof Footing.Proven)) {
                rehearse(connection, trace);
            }
            return count(emit(connection, EMIT, trace));
        } catch (SQLException | RuntimeException refused) {
            return refused(refused);
        }
    }

    /**
     * Binds {@code trace} to the open transaction if it has written already: the statement before may have, or not.
     *
     * @throws SQLException as {@link #bind}
     */
    Outcome bindIfWritten(Connection connection, TraceBinding trace) throws SQLException {
        try {
            if (!(footing instanceof Footing.Proven)) {
                if (!hasWritten(connection)) {
                    return Outcome.NOTHING_WRITTEN;
                }
                rehearse(connection, trace);
            }
            return count(emit(connection, EMIT + " WHERE " + WRITTEN, trace));
        } catch (SQLException | RuntimeException refused) {
            return refused(refused);
        }
    }

    private Product product(Connection connection) throws SQLException {
        Product known = product;
        if (known == null) {
            known = Product.of(connection);
            product = known;
        }
        return known;
    }

    private Outcome count(Outcome outcome) {
        if (outcome == Outcome.BOUND) {
            tally.bound.increment();
        }
        return outcome;
    }

    private Outcome refused(Exception refused) throws SQLException {
        tally.failed.increment();
        boolean mariaDb = product == Product.MARIADB;
        if (mariaDb && refused instanceof SQLException e && ContextRow.isOfTheApplication(e)) {
            throw e;
        }
        String state = refused instanceof SQLException e ? String.valueOf(e.getSQLState()) : "";
        if (state.equals(CANCELLED)) {
            throw (SQLException) refused;
        }
        // Class 08 is a lost connection, 25 a transaction in which nothing can be done any more, 57 a shutdown: they
        // say
        // nothing about the next message, and the application's own statement is about to meet and to report them.
        if (state.startsWith("08") || state.startsWith("25") || state.startsWith("57")) {
            return Outcome.REFUSED;
        }
        boolean sound = mariaDb || !(footing instanceof Footing.Proven);
        footing = new Footing.Paused(clock.instant().plus(PAUSE));
        return sound ? Outcome.REFUSED : Outcome.ABORTED;
    }

    private static Outcome emit(Connection connection, String sql, TraceBinding trace) throws SQLException {
        try (PreparedStatement emit = connection.prepareStatement(sql)) {
            emit.setString(1, trace.format());
            try (ResultSet emitted = emit.executeQuery()) {
                return emitted.next() ? Outcome.BOUND : Outcome.NOTHING_WRITTEN;
            }
        }
    }

    /**
     * Emits once behind a savepoint and takes it back. The message that counts is not left there: logical decoding may
     * show the last message of a subtransaction after the row change that follows it outside. The savepoint is set in
     * SQL, since the application may have begun its transaction in SQL, where JDBC's methods refuse.
     */
    private void rehearse(Connection connection, TraceBinding trace) throws SQLException {
        try (Statement guard = connection.createStatement()) {
            guard.execute("SAVEPOINT rowtrail_rehearsal");
            try {
                emit(connection, EMIT, trace);
            } finally {
                guard.execute("ROLLBACK TO SAVEPOINT rowtrail_rehearsal");
                guard.execute("RELEASE SAVEPOINT rowtrail_rehearsal");
            }
        }
        footing = new Footing.Proven();
    }

    private static boolean hasWritten(Connection connection) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet answer = ask.executeQuery("SELECT " + WRITTEN)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
