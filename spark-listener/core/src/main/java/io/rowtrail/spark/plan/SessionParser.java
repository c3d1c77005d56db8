package io.rowtrail.spark.plan;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A session's parser with something done before it reads, and to each plan that it has read: statements, and the texts
 * of views. A proxy, since each line of Spark has other methods, and other extensions ask for the types of their own
 * parsers.
 */
final class SessionParser implements InvocationHandler {
    private final ParserInterface parser;
    private final Runnable before;
    private final UnaryOperator<LogicalPlan> read;

    private SessionParser(ParserInterface parser, Runnable before, UnaryOperator<LogicalPlan> read) {
        this.parser = parser;
        this.before = before;
        this.read = read;
    }

    static ParserInterface of(ParserInterface parser, Runnable before, UnaryOperator<LogicalPlan> read) {
        Set<Class<?>> types = new LinkedHashSet<>();
        types.add(ParserInterface.class);
        collect(parser.getClass(), types);
        return (ParserInterface) Proxy.newProxyInstance(
                parser.getClass().getClassLoader(),
                types.toArray(Class<?>[]::new),
                new SessionParser(parser, before, read));
    }

    private static void collect(Class<?> type, Set<Class<?>> types) {
        for (Class<?> own : type.getInterfaces()) {
            if (Modifier.isPublic(own.getModifiers())) {
                types.add(own);
            }
        }
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), types);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() != Object.class) {
            before.run();
        }
        try {
            Object result = method.invoke(parser, arguments);
            return result instanceof LogicalPlan plan ? read.apply(plan) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
