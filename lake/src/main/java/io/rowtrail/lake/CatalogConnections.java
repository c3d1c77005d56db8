package io.rowtrail.lake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * The catalogue's connections. A broken one is replaced and its read repeated, as Iceberg does, but a write is never
 * repeated: it may have taken effect before the connection broke, and Iceberg would take the second attempt's "nothing
 * updated" for somebody else's commit and add the same rows again. Who writes looks at the table and decides.
 */
final class CatalogConnections extends JdbcClientPool {
    private static final String SELECT = "select";

    /** Whether the action that runs on this thread has prepared a write. */
    private final ThreadLocal<Boolean> wrote = ThreadLocal.withInitial(() -> false);

    CatalogConnections(String uri, Map<String, String> properties) {
        super(uri, properties);
    }

    @Override
    public <R> R run(Action<R, Connection, java.sql.SQLException> action, boolean retry)
            throws java.sql.SQLException, InterruptedException {
        wrote.set(false);
        return super.run(action, retry);
    }

    @Override
    protected Connection newClient() {
        return watched(super.newClient());
    }

    @Override
    protected boolean isConnectionException(Exception exception) {
        return !wrote.get() && super.isConnectionException(exception);
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                CatalogConnections.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("prepareStatement")
                            && !((String) arguments[0])
                                    .stripLeading()
                                    .toLowerCase(Locale.ROOT)
                                    .startsWith(SELECT)) {
                        wrote.set(true);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
