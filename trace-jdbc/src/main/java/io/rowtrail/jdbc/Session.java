package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import java.sql.Connection;
import java.sql.SQLException;
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
    private final Binding binding;
    private final BoundTraces bound = new BoundTraces();
    /** A {@code BEGIN} sent as text holds in autocommit mode, and the driver's flag does not show it. */
    private boolean begun;

    /** The open transaction was made here, for one statement in autocommit mode. */
    private boolean own;

    /** The application has had a statement run in the open transaction. */
    private boolean touched;

    private boolean countedUntraced;

    Session(Connection connection, Binding binding) {
        this.connection = connection;
        this.binding = binding;
    }

    /** Runs a statement, the current traces bound before it if it writes. */
    @Nullable
    Object run(SqlText text, Repeat repeat, Call call) throws SQLException {
        if ((text.effect() == Effect.READS && text.calls().isEmpty()) || isReadOnly()) {
            return follow(text, call);
        }
        if (text.effect() == Effect.READS) {
            return runCalling(text, call);
        }
        List<TraceBinding> missing = missing(current());
        if (isInTransaction()) {
            bind(missing);
            return follow(text, call);
        }
        if (missing.isEmpty()) {
            Object result = follow(text, call);
            countedUntraced = false;
            return result;
        }
        if (binding.binder().isOpenUnseen(connection)) {
            bind(missing);
            return follow(text, call);
        }
        if (steers(text) || (text.effect() == Effect.CALLS && repeat == Repeat.UNSAFE)) {
            binding.tally().unbindable.increment();
            return follow(text, call);
        }
        return runInOwnTransaction(text, missing, call);
    }

    /** Binds the current traces if a transaction is open and may write: something is about to go past this class. */
    void bindIfInTransaction() throws SQLException {
        if (isInTransaction() && !isReadOnly()) {
            bind(missing(current()));
            touched = true;
        }
    }

    /**
     * Opens a transaction of its own for what follows if there is something to bind to it and none is open; otherwise
     * binds to the open one.
     *
     * @return whether {@link #closeOwn} must follow
     */
    boolean openOwn() throws SQLException {
        if (isReadOnly()) {
            return false;
        }
        List<TraceBinding> missing = missing(current());
        if (isInTransaction()) {
            bind(missing);
            touched = true;
            return false;
        }
        countedUntraced = false;
        if (missing.isEmpty()) {
            return false;
        }
        if (binding.binder().isOpenUnseen(connection)) {
            bind(missing);
            touched = true;
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
        touched = false;
    }

    /** What the application does with its savepoints by JDBC's methods is noted here. */
    BoundTraces bound() {
        touched = true;
        return bound;
    }

    private boolean isReadOnly() throws SQLException {
        return connection.isReadOnly() && binding.binder().barsWrites(connection);
    }

    private boolean isInTransaction() throws SQLException {
        return begun || !connection.getAutoCommit();
    }

    private static boolean steers(SqlText text) {
        return text.controls().stream().anyMatch(control -> !(control instanceof TransactionControl.ImplicitEnd));
    }

    /** A query that calls functions: which of them write is seen only afterwards. */
    private @Nullable Object runCalling(SqlText text, Call call) throws SQLException {
        List<TraceBinding> current = current();
        if (current.isEmpty()
                || !binding.binder().isReady(connection)
                || !binding.binder().bindsFunctions()
                || !binding.functions().isAmong(text.calls(), connection)) {
            return follow(text, call);
        }
        List<TraceBinding> missing = missing(current);
        if (missing.isEmpty() || (!isInTransaction() && steers(text))) {
            return follow(text, call);
        }
        if (!isInTransaction()) {
            return runInOwnTransaction(text, missing, call);
        }
        Object result = follow(text, call);
        bindIfWritten(missing);
        return result;
    }

    private @Nullable Object runInOwnTransaction(SqlText text, List<TraceBinding> missing, Call call)
            throws SQLException {
        begin();
        Object result;
        try {
            if (text.effect() == Effect.READS) {
                result = call.run();
                bindIfWritten(missing);
            } else {
                bind(missing);
                result = call.run();
            }
        } catch (SQLException e) {
            abandonOwn(e);
            if (text.effect() == Effect.CALLS && INVALID_TRANSACTION_TERMINATION.equals(e.getSQLState())) {
                // It commits by itself, which no message can be a part of; all it did has just been undone.
                binding.tally().unbindable.increment();
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

    private void bind(List<TraceBinding> missing) throws SQLException {
        for (TraceBinding trace : missing) {
            switch (binding.binder().bind(connection, trace)) {
                case BOUND -> bound.add(trace.traceparent().traceId());
                case REFUSED, NOTHING_WRITTEN -> {}
                case ABORTED -> {
                    if (!touched && !begun) {
                        connection.rollback(); // nothing of the application's is in it yet: it begins anew
                        bound.clear();
                    }
                    return;
                }
            }
        }
    }

    private void bindIfWritten(List<TraceBinding> missing) throws SQLException {
        for (TraceBinding trace : missing) {
            if (binding.binder().bindIfWritten(connection, trace) == Binder.Outcome.BOUND) {
                bound.add(trace.traceparent().traceId());
            }
        }
    }

    private List<TraceBinding> current() {
        try {
            return binding.traces().current();
        } catch (RuntimeException | LinkageError e) {
            binding.tally().failed.increment();
            return List.of();
        }
    }

    /** Those of {@code current} that are not bound yet and can be, each once. */
    private List<TraceBinding> missing(List<TraceBinding> current) throws SQLException {
        if (current.isEmpty()) {
            if (!countedUntraced) {
                countedUntraced = true;
                binding.tally().untraced.increment();
            }
            return List.of();
        }
        List<TraceBinding> missing = bound.without(current);
        if (!missing.isEmpty() && !binding.binder().isReady(connection)) {
            binding.tally().failed.add(missing.size());
            return List.of();
        }
        return missing;
    }

    /** Runs the statement and follows what it says about the transaction, as far as that holds if it fails. */
    private @Nullable Object follow(SqlText text, Call call) throws SQLException {
        touched = true;
        boolean done = false;
        try {
            Object result = call.run();
            done = true;
            return result;
        } finally {
            for (TransactionControl control : text.controls()) {
                steer(control, done);
            }
        }
    }

    private void steer(TransactionControl control, boolean done) {
        if (control instanceof TransactionControl.ImplicitEnd) {
            if (binding.binder().commitsImplicitly()) {
                ended();
            }
        } else if (control instanceof TransactionControl.Begin) {
            if (binding.binder().commitsImplicitly()) {
                ended();
            }
            begun = true;
        } else if (control instanceof TransactionControl.End) {
            ended();
        } else if (control instanceof TransactionControl.Chain) {
            boolean open = begun;
            ended();
            begun = open;
        } else if (done) {
            bound.steer(control);
        }
    }
}
