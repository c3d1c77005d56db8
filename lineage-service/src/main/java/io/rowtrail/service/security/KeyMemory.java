package io.rowtrail.service.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys looked up a moment ago, by the hashes of their texts, so that a producer's every event need not ask the database
 * who sends it. Only keys there are get in; the oldest of more than {@value #MOST} is dropped.
 */
final class KeyMemory {
    static final int MOST = 10_000;

    private final Clock clock;
    private final Duration time;
    private final Map<String, Remembered> keys = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST;
        }
    };

    KeyMemory(Clock clock, Duration time) {
        this.clock = clock;
        this.time = time;
    }

    private record Remembered(KeyTerms terms, Instant until) {}

    synchronized Optional<KeyTerms> recall(String hash) {
        Remembered found = keys.get(hash);
        if (found == null) {
            return Optional.empty();
        }
        if (clock.instant().isBefore(found.until())) {
            return Optional.of(found.terms());
        }
        keys.remove(hash);
        return Optional.empty();
    }

    synchronized void remember(String hash, KeyTerms terms) {
        keys.put(hash, new Remembered(terms, clock.instant().plus(time)));
    }

    /** Forgets every key: one of them was revoked. */
    synchronized void forget() {
        keys.clear();
    }
}
