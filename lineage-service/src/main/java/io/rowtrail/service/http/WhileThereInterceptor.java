package io.rowtrail.service.http;

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

    @Inject
    WhileThereInterceptor(CurrentVertxRequest request) {
        this.request = request;
    }

    @AroundInvoke
    Object around(InvocationContext work) throws Exception {
        RoutingContext context = request.getCurrent();
        if (context == null) {
            return work.proceed();
        }
        Presence presence = new Presence(Thread.currentThread());
        // also called when the connection closes; after an answer the work is done and nobody is interrupted
        context.addEndHandler(ended -> presence.left());
        try {
            return work.proceed();
        } finally {
            presence.done();
        }
    }
}
