package io.rowtrail.jdbc;

import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * The driver's own connection as an application unwraps it, for COPY above all. Loaded only when asked for one of the
 * driver's two interfaces; what is done through its class {@code PgConnection} is not seen.
 */
final class PostgresConnection extends Wrapping<Object> {
    private final Session session;

    PostgresConnection(Object target, Session session) {
        super(target);
        this.session = session;
    }

    @Override
    @Nullable
    Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
            throws SQLException {
        return switch (method.getName()) {
            case "getCopyAPI" ->
                target instanceof BaseConnection connection
                        ? new BoundCopies(connection, session)
                        : ((PGConnection) target).getCopyAPI();
            // What `new CopyManager(connection)` copies with: it goes past us from here on.
            case "getQueryExecutor" -> {
                session.bindIfInTransaction();
                yield pass(method, args);
            }
            default -> pass(method, args);
        };
    }

    /** COPY with the message before it. All ways of copying in go through {@link #copyIn(String)}. */
    private static final class BoundCopies extends CopyManager {
        private final Session session;

        BoundCopies(BaseConnection connection, Session session) throws SQLException {
            super(connection);
            this.session = session;
        }

        @Override
        public CopyIn copyIn(String sql) throws SQLException {
            if (!session.openOwn()) {
                return super.copyIn(sql);
            }
            try {
                return as(CopyIn.class, new OwnCopy(super.copyIn(sql), session));
            } catch (SQLException | RuntimeException e) {
                session.abandonOwn(e);
                throw e;
            }
        }
    }

    /** A COPY in autocommit mode: its transaction was opened for it and ends with it. */
    private static final class OwnCopy extends Wrapping<CopyIn> {
        private final Session session;

        OwnCopy(CopyIn target, Session session) {
            super(target);
            this.session = session;
        }

        @Override
        @Nullable
        Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
                throws SQLException {
            return switch (method.getName()) {
                case "endCopy" -> {
                    Object rows;
                    try {
                        rows = pass(method, args);
                    } catch (SQLException | RuntimeException e) {
                        session.abandonOwn(e);
                        throw e;
                    }
                    session.closeOwn();
                    yield rows;
                }
                case "cancelCopy" -> {
                    try {
                        yield pass(method, args);
                    } finally {
                        session.abandonOwn(new SQLException("cancelled"));
                    }
                }
                default -> pass(method, args);
            };
        }
    }
}
