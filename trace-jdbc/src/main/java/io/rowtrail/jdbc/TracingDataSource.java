package io.rowtrail.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * A data source that binds the current trace to each transaction that writes: in PostgreSQL one transactional logical
 * message a trace, in MariaDB one row of {@code rowtrail_context}, before its first row change, in the same transaction. Reads and read-only transactions cost nothing
 * and leave nothing.
 *
 * <p>It may stand in front of a connection pool or behind it. In autocommit mode a writing statement with a trace to
 * bind runs in a transaction made for it. Nothing it does fails the application: a trace that cannot be bound is
 * counted, and the statement runs without it.
 */
public final class TracingDataSource extends WrappedDataSource<DataSource> implements DataSource {
    private final Clock clock;

    TracingDataSource(DataSource target, TraceSource traces, Clock clock) {
        super(target, Binding.of(traces, clock));
        this.clock = clock;
    }

    /** Binds the trace of OpenTelemetry's current context. */
    public static TracingDataSource wrap(DataSource target) {
        return wrap(target, TraceSource.openTelemetry());
    }

    /** Binds the traces that {@code traces} names. */
    public static TracingDataSource wrap(DataSource target, TraceSource traces) {
        return new TracingDataSource(target, traces, Clock.systemUTC());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrapped(target.getConnection(), binding);
    }

    /** Another user may have other rights, so the first message of such a connection is rehearsed anew. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Binder binder = new Binder(clock, binding.tally());
        return wrapped(
                target.getConnection(user, password),
                new Binding(binding.traces(), binder, new WritingFunctions(clock), binding.tally()));
    }

    private static Connection wrapped(Connection connection, Binding binding) {
        return Wrapping.as(Connection.class, new WrappedConnection(connection, new Session(connection, binding)));
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this)
                ? type.cast(this)
                : type.isInstance(target) ? type.cast(target) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(target) || target.isWrapperFor(type);
    }
}
