package io.rowtrail.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A call on to the wrapped object. */
@FunctionalInterface
interface Call {
    @Nullable
    Object run() throws SQLException;

    /** Calls {@code method} and throws what it throws, not the reflection's wrapping of it. */
    static @Nullable Object on(Object target, Method method, @Nullable Object @Nullable [] args) throws SQLException {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException sql) {
                throw sql;
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new SQLException(cause);
        } catch (IllegalAccessException e) {
            throw new SQLException("not accessible: " + method, e);
        }
    }
}
