package io.rowtrail.service.log;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests waiting for a projection to pass an index; no more than a bound of them, the next is turned away. */
final class Waiters {
    private static final int MOST = 1_000;

    private final ConcurrentLinkedQueue<Waiter> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    private record Waiter(long index, CompletableFuture<Boolean> answer) {}

    /** True once {@link #reached} passes the index, false when the time is over or there is no room to wait. */
    Uni<Boolean> until(long index, Duration patience) {
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            return Uni.createFrom().item(false);
        }
        Waiter waiter = new Waiter(index, new CompletableFuture<>());
        waiting.add(waiter);
        return Uni.createFrom()
                .completionStage(waiter.answer())
                .ifNoItem()
                .after(patience)
                .recoverWithItem(false)
                .onTermination()
                .invoke(() -> {
                    if (waiting.remove(waiter)) {
                        count.decrementAndGet();
                    }
                });
    }

    /** Answers everybody who waits for an index below {@code next}. */
    void reached(long next) {
        for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (waiter.index() < next && waiting.remove(waiter)) {
                count.decrementAndGet();
                waiter.answer().complete(true);
            }
        }
    }
}
