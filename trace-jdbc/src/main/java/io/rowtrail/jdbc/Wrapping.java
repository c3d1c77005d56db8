package io.rowtrail.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the wrappers of this package have in common: every method goes on to the wrapped object, those of later JDBC
 * versions too, but for the few that a subclass takes.
 */
abstract class Wrapping<T> implements InvocationHandler {
    protected final T target;

    protected Wrapping(T target) {
        this.target = target;
    }

    /** {@code handler} in the guise of {@code type}. */
    static <I> I as(Class<I> type, InvocationHandler handler) {
        ClassLoader own = Wrapping.class.getClassLoader();
        ClassLoader its = type.getClassLoader();
        return type.cast(Proxy.newProxyInstance(its == null ? own : its, new Class<?>[] {type}, handler));
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws SQLException {
        Object first = args == null || args.length == 0 ? null : args[0];
        return switch (method.getName()) {
            case "equals" -> proxy == first;
            case "hashCode" -> System.identityHashCode(proxy);
            case "isWrapperFor" ->
                ((Class<?>) required(first)).isInstance(proxy) || Boolean.TRUE.equals(pass(method, args));
            case "unwrap" ->
                ((Class<?>) required(first)).isInstance(proxy)
                        ? proxy
                        : unwrapped(proxy, (Class<?>) required(first), method, args);
            default -> take(proxy, method, args, first);
        };
    }

    /** A method that is not of every object; {@code first} is its first argument, or null. */
    abstract @Nullable Object take(
            Object proxy, Method method, @Nullable Object @Nullable [] args, @Nullable Object first)
            throws SQLException;

    /** What the application gets when it reaches for the driver's own {@code type}. */
    @Nullable
    Object unwrapped(Object proxy, Class<?> type, Method method, @Nullable Object @Nullable [] args)
            throws SQLException {
        return pass(method, args);
    }

    final @Nullable Object pass(Method method, @Nullable Object @Nullable [] args) throws SQLException {
        return Call.on(target, method, args);
    }

    private static Object required(@Nullable Object argument) throws SQLException {
        if (argument == null) {
            throw new SQLException("a class to unwrap to is needed");
        }
        return argument;
    }
}
