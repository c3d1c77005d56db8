package io.rowtrail.service.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Interrupts the work on an answer whose client has closed its connection; whoever works on it then gives up. */
@WhileThere
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
final class WhileThereInterceptor {
    private final CurrentVertxRequest request;
    private final Counter abandoned;

    @Inject
    WhileThereInterceptor(CurrentVertxRequest request, MeterRegistry metrics) {
        this.request = request;
        this.abandoned = Counter.builder("rowtrail.questions.abandoned")
                .description("Questions given up half done because their client had left")
                .register(metrics);
    }

    @AroundInvoke
    Object around(InvocationContext work) throws Exception {
        RoutingContext context = request.getCurrent();
        if (context == null) {
            return work.proceed();
        }
        Presence presence = new Presence(Thread.currentThread());
        // the end handlers of the routing context do not do: the framework puts its own handler over the one that calls
        // them
        context.response().closeHandler(closed -> presence.left());
        if (context.response().closed()) {
            presence.left();
        }
        try {
            return work.proceed();
        } catch (Exception e) {
            if (presence.hasLeft()) {
                abandoned.increment();
            }
            throw e;
        } finally {
            presence.done();
        }
    }
}
