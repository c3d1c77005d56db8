package io.rowtrail.service.log;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits on a thread that may block for what the reactive side answers. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Await() {}

    /**
     * The item of the {@code Uni}, subscribed to on an event loop of its own context.
     *
     * @throws RuntimeException what it failed with, or a timeout after 30 seconds
     */
    public static <T> T on(Supplier<Uni<T>> uni) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> uni.get().ifNoItem().after(PATIENCE).fail());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
