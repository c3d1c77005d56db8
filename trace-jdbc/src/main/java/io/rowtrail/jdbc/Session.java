package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection's transaction as seen from here: which traces are bound to it, and what has to happen around a
 * statement so that the message comes first and shares its transaction.
 */
final class Session {
    private static final String INVALID_TRANSACTION_TERMINATION = "2D000";

    /** Whether a statement may be run a second time, should a procedure refuse the transaction made for it. */
    enum Repeat {
        SAFE,
        UNSAFE
    }

    private final Connection connection;
    private final TraceSource traces;
    private final Binder binder;
    private final Tally tally;
    private final BoundTraces bound = new BoundTraces();
    /** A {@code BEGIN} sent as text holds in autocommit mode, and the driver's flag does not show it. */
    private boolean begun;

    /** The open transaction was made here, for one statement in autocommit mode. */
    private boolean own;

    private boolean countedUntraced;

    Session(Connection connection, TraceSource traces, Binder binder, Tally tally) {
        this.connection = connection;
        this.traces = traces;
        this.binder = binder;
        this.tally = tally;
    }

    /** Runs a statement, the current traces bound before it if it writes. */
    @Nullable
    Object run(SqlText text, Repeat repeat, Call call) throws SQLException {
        if (text.effect() == Effect.READS || connection.isReadOnly()) {
            Object result = call.run();
            text.controls().forEach(this::steer);
            return result;
        }
        List<TraceBinding> missing = missing();
        if (begun || !connection.getAutoCommit()) {
            bind(missing);
            try {
                return call.run();
            } finally {
                text.controls().forEach(this::steer);
            }
        }
        if (missing.isEmpty()) {
            Object result = call.run();
            text.controls().forEach(this::steer);
            ended();
            return result;
        }
        if (!text.controls().isEmpty() || (text.effect() == Effect.CALLS && repeat == Repeat.UNSAFE)) {
            tally.unbindable.increment();
            Object result = call.run();
            text.controls().forEach(this::steer);
            return result;
        }
        return runInOwnTransaction(text, missing, call);
    }

    /** Binds the current traces if a transaction is open and may write: something is about to go past this class. */
    void bindIfInTransaction() throws SQLException {
        if (!connection.isReadOnly() && (begun || !connection.getAutoCommit())) {
            bind(missing());
        }
    }

    /**
     * Opens a transaction of its own for what follows if there is something to bind to it and none is open; otherwise
     * binds to the open one.
     *
     * @return whether {@link #closeOwn} must follow
     */
    boolean openOwn() throws SQLException {
        if (connection.isReadOnly()) {
            return false;
        }
        List<TraceBinding> missing = missing();
        if (begun || !connection.getAutoCommit()) {
            bind(missing);
            return false;
        }
        if (missing.isEmpty()) {
            ended();
            return false;
        }
        begin();
        bind(missing);
        return true;
    }

    /** Commits what {@link #openOwn} opened. */
    void closeOwn() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            abandonOwn(e);
            throw e;
        }
        ended();
        connection.setAutoCommit(true);
    }

    /** Rolls back what {@link #openOwn} opened, because of {@code cause}, which is what the application is to see. */
    void abandonOwn(Throwable cause) {
        ended();
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    boolean isOwn() {
        return own;
    }

    /** The transaction is over, or the connection goes back to its pool. */
    void ended() {
        bound.clear();
        countedUntraced = false;
        begun = false;
        own = false;
    }

    BoundTraces bound() {
        return bound;
    }

    private @Nullable Object runInOwnTransaction(SqlText text, List<TraceBinding> missing, Call call)
            throws SQLException {
        begin();
        Object result;
        try {
            bind(missing);
            result = call.run();
        } catch (SQLException e) {
            abandonOwn(e);
            if (text.effect() == Effect.CALLS && INVALID_TRANSACTION_TERMINATION.equals(e.getSQLState())) {
                // It commits by itself, which no message can be a part of; all it did has just been undone.
                tally.unbindable.increment();
                return call.run();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            abandonOwn(e);
            throw e;
        }
        closeOwn();
        return result;
    }

    private void begin() throws SQLException {
        connection.setAutoCommit(false);
        own = true;
    }

    private void bind(List<TraceBinding> missing) {
        for (TraceBinding trace : missing) {
            if (binder.bind(connection, trace)) {
                bound.add(trace.traceparent().traceId());
            }
        }
    }

    private List<TraceBinding> missing() {
        List<TraceBinding> current;
        try {
            current = traces.current();
        } catch (RuntimeException | LinkageError e) {
            tally.failed.increment();
            return List.of();
        }
        if (current.isEmpty()) {
            if (!countedUntraced) {
                countedUntraced = true;
                tally.untraced.increment();
            }
            return List.of();
        }
        List<TraceBinding> missing = new ArrayList<>(current.size());
        for (TraceBinding trace : current) {
            boolean known = bound.contains(trace.traceparent().traceId())
                    || missing.stream()
                            .anyMatch(m -> m.traceparent()
                                    .traceId()
                                    .equals(trace.traceparent().traceId()));
            if (!known) {
                missing.add(trace);
            }
        }
        return missing;
    }

    private void steer(TransactionControl control) {
        if (control instanceof TransactionControl.Begin) {
            begun = true;
        } else if (control instanceof TransactionControl.End) {
            ended();
        } else if (control instanceof TransactionControl.Chain) {
            boolean open = begun;
            ended();
            begun = open;
        } else if (control instanceof TransactionControl.SetSavepoint savepoint) {
            bound.mark(null, savepoint.name());
        } else if (control instanceof TransactionControl.Release release) {
            bound.release(null, release.name());
        } else if (control instanceof TransactionControl.RollbackTo savepoint) {
            bound.rollbackTo(null, savepoint.name());
        }
    }
}
