package io.rowtrail.jdbc;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are wrapped and whose transaction is followed. */
final class WrappedConnection extends Wrapping<Connection> {
    /** By name, so that the driver's classes are touched only where there is such a driver. */
    private static final Set<String> POSTGRES =
            Set.of("org.postgresql.PGConnection", "org.postgresql.core.BaseConnection");

    private final Session session;

    WrappedConnection(Connection target, Session session) {
        super(target);
        this.session = session;
    }

    @Override
    @Nullable
    Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
            throws SQLException {
        switch (method.getName()) {
            case "createStatement" -> {
                return statement(Statement.class, proxy, SqlText.NOTHING, pass(method, args));
            }
            case "prepareStatement" -> {
                return statement(PreparedStatement.class, proxy, text(first), pass(method, args));
            }
            case "prepareCall" -> {
                return statement(CallableStatement.class, proxy, text(first), pass(method, args));
            }
            case "getMetaData" -> {
                Object metaData = pass(method, args);
                return metaData instanceof DatabaseMetaData m
                        ? as(DatabaseMetaData.class, new WrappedMetaData(m, (Connection) proxy))
                        : metaData;
            }
            case "setSavepoint" -> {
                Object savepoint = pass(method, args);
                session.bound().mark((Savepoint) savepoint, first instanceof String name ? name : null);
                return savepoint;
            }
            case "releaseSavepoint" -> {
                Object nothing = pass(method, args);
                session.bound().release((Savepoint) first, null);
                return nothing;
            }
            case "rollback" -> {
                return rollback(method, args, first);
            }
            case "commit", "close", "abort" -> {
                return ending(method, args);
            }
            case "setAutoCommit" -> {
                boolean switches = !Boolean.valueOf(target.getAutoCommit()).equals(first);
                return switches ? ending(method, args) : pass(method, args);
            }
            default -> {
                return pass(method, args);
            }
        }
    }

    @Override
    @Nullable
    Object unwrapped(Object proxy, Class<?> type, Method method, @Nullable Object @Nullable [] args)
            throws SQLException {
        Object driver = pass(method, args);
        return type.isInterface() && driver != null && POSTGRES.contains(type.getName())
                ? as(type, new PostgresConnection(driver, session))
                : driver;
    }

    private @Nullable Object rollback(Method method, @Nullable Object @Nullable [] args, @Nullable Object savepoint)
            throws SQLException {
        if (savepoint == null) {
            return ending(method, args);
        }
        Object nothing = pass(method, args);
        session.bound().rollbackTo((Savepoint) savepoint, null);
        return nothing;
    }

    private @Nullable Object ending(Method method, @Nullable Object @Nullable [] args) throws SQLException {
        try {
            return pass(method, args);
        } finally {
            session.ended();
        }
    }

    private <S extends Statement> S statement(Class<S> type, Object proxy, SqlText text, @Nullable Object statement) {
        return as(
                type,
                new WrappedStatement(type.cast(Objects.requireNonNull(statement)), (Connection) proxy, session, text));
    }

    private static SqlText text(@Nullable Object sql) {
        return sql instanceof String s ? SqlText.of(s) : SqlText.NOTHING;
    }
}
