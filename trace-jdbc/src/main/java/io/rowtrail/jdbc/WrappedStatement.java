package io.rowtrail.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement, plain, prepared or callable, whose writes are bound before they run. */
final class WrappedStatement extends Wrapping<Statement> {
    private final Connection owner;
    private final Session session;
    /** What a prepared statement does; nothing for a plain one. */
    private final SqlText prepared;

    private SqlText batch = SqlText.NOTHING;
    private Session.Repeat repeat = Session.Repeat.SAFE;

    WrappedStatement(Statement target, Connection owner, Session session, SqlText prepared) {
        super(target);
        this.owner = owner;
        this.session = session;
        this.prepared = prepared;
    }

    @Override
    @Nullable
    Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
            throws SQLException {
        String name = method.getName();
        switch (name) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                return results(proxy, run(text(first), method, args));
            }
            case "addBatch" -> {
                batch = batch.and(text(first));
                return pass(method, args);
            }
            case "clearBatch" -> {
                batch = SqlText.NOTHING;
                return pass(method, args);
            }
            case "executeBatch", "executeLargeBatch" -> {
                SqlText all = batch;
                batch = SqlText.NOTHING;
                return run(all, method, args);
            }
            case "getConnection" -> {
                return owner;
            }
            case "getResultSet", "getGeneratedKeys" -> {
                return results(proxy, pass(method, args));
            }
            case "clearParameters" -> repeat = Session.Repeat.SAFE;
            default -> {
                if (name.startsWith("set") && (name.endsWith("Stream") || name.endsWith("lob"))) {
                    repeat = Session.Repeat.UNSAFE; // a stream is read once
                }
            }
        }
        return pass(method, args);
    }

    private @Nullable Object run(SqlText text, Method method, @Nullable Object @Nullable [] args) throws SQLException {
        return session.run(text, repeat, () -> session.isOwn() ? passWhole(method, args) : pass(method, args));
    }

    /**
     * Fetches all rows at once. In autocommit mode the driver always does; in the transaction made in its place a fetch
     * size would open a cursor, which the commit closes under the application's hands.
     */
    private @Nullable Object passWhole(Method method, @Nullable Object @Nullable [] args) throws SQLException {
        int fetchSize = target.getFetchSize();
        if (fetchSize == 0) {
            return pass(method, args);
        }
        target.setFetchSize(0);
        try {
            return pass(method, args);
        } finally {
            target.setFetchSize(fetchSize);
        }
    }

    private SqlText text(@Nullable Object first) {
        return first instanceof String sql ? SqlText.of(sql) : prepared;
    }

    /** Rows can be changed through a result set only if the statement was made for it; others need no wrapper. */
    private @Nullable Object results(Object proxy, @Nullable Object result) throws SQLException {
        if (result instanceof ResultSet rows && rows.getConcurrency() == ResultSet.CONCUR_UPDATABLE) {
            return as(ResultSet.class, new WrappedResultSet(rows, (Statement) proxy, session));
        }
        return result;
    }
}
