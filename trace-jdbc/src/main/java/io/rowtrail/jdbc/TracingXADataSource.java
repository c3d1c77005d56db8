package io.rowtrail.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Objects;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TracingDataSource} for a transaction manager: the message is a part of the branch, so it is prepared, committed
 * and rolled back with its rows. It stands behind the pool, where the manager's own data source stood.
 */
public final class TracingXADataSource extends WrappedDataSource<XADataSource> implements XADataSource {

    private TracingXADataSource(XADataSource target, Binding binding) {
        super(target, binding);
    }

    /** Binds the trace of OpenTelemetry's current context. */
    public static TracingXADataSource wrap(XADataSource target) {
        return wrap(target, TraceSource.openTelemetry());
    }

    /** Binds the traces that {@code traces} names. */
    public static TracingXADataSource wrap(XADataSource target, TraceSource traces) {
        return new TracingXADataSource(target, Binding.of(traces, Clock.systemUTC()));
    }

    @Override
    public XAConnection getXAConnection() throws SQLException {
        return wrapped(target.getXAConnection());
    }

    @Override
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        return wrapped(target.getXAConnection(user, password));
    }

    private XAConnection wrapped(XAConnection connection) {
        return Wrapping.as(XAConnection.class, new WrappedXAConnection(connection, binding));
    }

    private static final class WrappedXAConnection extends Wrapping<XAConnection> {
        private final Binding binding;
        /** Of the connection that is out at the moment; there is one at a time. */
        private @Nullable Session session;

        WrappedXAConnection(XAConnection target, Binding binding) {
            super(target);
            this.binding = binding;
        }

        @Override
        @Nullable
        Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
                throws SQLException {
            Object result = pass(method, args);
            return switch (method.getName()) {
                case "getConnection" -> connection((Connection) Objects.requireNonNull(result));
                case "getXAResource" ->
                    as(XAResource.class, new WrappedXAResource((XAResource) Objects.requireNonNull(result)));
                default -> result;
            };
        }

        private Connection connection(Connection connection) {
            Session opened = new Session(connection, binding);
            session = opened;
            return as(Connection.class, new WrappedConnection(connection, opened));
        }

        /** Where a branch begins and where it ends, what was bound before counts no more. */
        private final class WrappedXAResource extends Wrapping<XAResource> {
            WrappedXAResource(XAResource target) {
                super(target);
            }

            @Override
            @Nullable
            Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
                    throws SQLException {
                switch (method.getName()) {
                    case "start", "end", "prepare", "commit", "rollback" -> {
                        Session open = session;
                        if (open != null) {
                            open.ended();
                        }
                    }
                    default -> {}
                }
                // A resource manager knows the driver's own resources, not wrappers of them.
                if (method.getName().equals("isSameRM")
                        && first != null
                        && java.lang.reflect.Proxy.isProxyClass(first.getClass())
                        && java.lang.reflect.Proxy.getInvocationHandler(first) instanceof WrappedXAResource other) {
                    return pass(method, new Object[] {other.target});
                }
                return pass(method, args);
            }
        }
    }
}
