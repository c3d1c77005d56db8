package io.rowtrail.jdbc;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** An updatable result set: the driver writes its changed rows with statements of its own. */
final class WrappedResultSet extends Wrapping<ResultSet> {
    private final Statement owner;
    private final Session session;

    WrappedResultSet(ResultSet target, Statement owner, Session session) {
        super(target);
        this.owner = owner;
        this.session = session;
    }

    @Override
    @Nullable
    Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
            throws SQLException {
        return switch (method.getName()) {
            case "insertRow", "updateRow", "deleteRow" ->
                session.run(SqlText.WRITE, Session.Repeat.UNSAFE, () -> pass(method, args));
            case "getStatement" -> owner;
            default -> pass(method, args);
        };
    }
}
