package io.rowtrail.service.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How many calls each caller may still make. A bucket holds at most a burst of calls and fills at the rate. The buckets of
 * those who called longest ago are forgotten beyond {@value #MOST}: they are full again, or soon.
 */
final class TokenBuckets {
    static final int MOST = 10_000;

    private static final double SECOND = 1e9;

    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    /** @param nanoTime nanoseconds that only grow, as those of {@link System#nanoTime} */
    TokenBuckets(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Bucket {
        private double calls;
        private long filledAt;

        Bucket(double calls, long filledAt) {
            this.calls = calls;
            this.filledAt = filledAt;
        }
    }

    /** Takes a call out of somebody's bucket. @return when it is empty, the whole seconds until it no longer is */
    synchronized OptionalInt take(String who, Rate rate) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(who, key -> new Bucket(rate.burst(), now));
        double since = now - bucket.filledAt;
        bucket.calls = Math.min(rate.burst(), bucket.calls + since * rate.perSecond() / SECOND);
        bucket.filledAt = now;
        if (bucket.calls >= 1) {
            bucket.calls--;
            return OptionalInt.empty();
        }
        return OptionalInt.of(Math.max(1, (int) Math.ceil((1 - bucket.calls) / rate.perSecond())));
    }

    synchronized int size() {
        return buckets.size();
    }
}
