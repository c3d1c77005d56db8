package io.rowtrail.shop.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Told of each request that is done. */
@FunctionalInterface
public interface Progress {
    /** Called from several threads; {@code done} of {@code size} requests of this kind, roughly in order. */
    void done(String kind, int done, int size);

    /** Says nothing. */
    static Progress silent() {
        return (kind, done, size) -> {};
    }

    /** One line, written anew twice a second, with the requests a second since the start. */
    static Progress line(PrintStream out) {
        long start = System.nanoTime();
        long pause = Duration.ofMillis(500).toNanos();
        AtomicInteger all = new AtomicInteger();
        AtomicLong next = new AtomicLong(start);
        return (kind, done, size) -> {
            int total = all.incrementAndGet();
            long now = System.nanoTime();
            long due = next.get();
            boolean last = done == size;
            if (last || (now >= due && next.compareAndSet(due, now + pause))) {
                double rate = total / Math.max(1e-3, (now - start) / 1e9);
                out.printf(
                        Locale.ROOT, "\r%-12s %6d/%d  %.0f requests/s   %s", kind, done, size, rate, last ? "\n" : "");
                out.flush();
            }
        };
    }
}
