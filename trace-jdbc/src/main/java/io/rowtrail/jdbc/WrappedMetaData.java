package io.rowtrail.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Metadata that leads back to the wrapped connection and not past it. */
final class WrappedMetaData extends Wrapping<DatabaseMetaData> {
    private final Connection owner;

    WrappedMetaData(DatabaseMetaData target, Connection owner) {
        super(target);
        this.owner = owner;
    }

    @Override
    @Nullable
    Object take(Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
            throws SQLException {
        return method.getName().equals("getConnection") ? owner : pass(method, args);
    }
}
