package io.rowtrail.service.log;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A session factory for callers that know nothing of Vert.x: whatever thread subscribes, each piece of work runs on an
 * event loop, in a context of its own, as Hibernate Reactive demands.
 */
final class OwnContext {
    private OwnContext() {}

    static Mutiny.SessionFactory of(Mutiny.SessionFactory sessions, Vertx vertx) {
        return (Mutiny.SessionFactory) Proxy.newProxyInstance(
                Mutiny.SessionFactory.class.getClassLoader(),
                new Class<?>[] {Mutiny.SessionFactory.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() != Uni.class) {
                        return call(sessions, method, arguments);
                    }
                    return Uni.createFrom()
                            .deferred(() -> (Uni<?>) call(sessions, method, arguments))
                            .runSubscriptionOn(fresh(vertx));
                });
    }

    private static Executor fresh(Vertx vertx) {
        return task -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(nothing -> task.run());
        };
    }

    private static Object call(Mutiny.SessionFactory sessions, Method method, Object[] arguments) {
        try {
            return method.invoke(sessions, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
