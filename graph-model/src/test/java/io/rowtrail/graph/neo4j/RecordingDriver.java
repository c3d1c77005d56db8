package io.rowtrail.graph.neo4j;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionCallback;
import org.neo4j.driver.TransactionContext;

/** A driver that notes each statement read through it, with the parameters it was last read with. */
record RecordingDriver(Driver driver, Map<String, Map<?, ?>> statements) {

    static RecordingDriver of(Driver driver) {
        return new RecordingDriver(driver, new LinkedHashMap<>());
    }

    Driver recording() {
        return proxy(Driver.class, (method, arguments) -> {
            Object made = call(driver, method, arguments);
            return made instanceof Session session ? session(session) : made;
        });
    }

    private Session session(Session session) {
        return proxy(Session.class, (method, arguments) -> {
            if (method.getName().equals("executeRead") && arguments[0] instanceof TransactionCallback<?> work) {
                Object[] recorded = arguments.clone();
                recorded[0] = (TransactionCallback<Object>) tx -> work.execute(transaction(tx));
                return call(session, method, recorded);
            }
            return call(session, method, arguments);
        });
    }

    private TransactionContext transaction(TransactionContext tx) {
        return proxy(TransactionContext.class, (method, arguments) -> {
            if (method.getName().equals("run") && arguments[0] instanceof String statement) {
                statements.put(
                        statement,
                        arguments.length > 1 && arguments[1] instanceof Map<?, ?> parameters ? parameters : Map.of());
            }
            return call(tx, method, arguments);
        });
    }

    private interface Calling {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Calling calling) {
        return type.cast(Proxy.newProxyInstance(
                RecordingDriver.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> calling.call(method, arguments == null ? new Object[0] : arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
