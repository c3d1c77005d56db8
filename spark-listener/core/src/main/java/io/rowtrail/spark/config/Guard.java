package io.rowtrail.spark.config;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost door: what fails behind it is counted, logged once a place, and never reaches the job, unless the user asked
 * for {@code fail-closed}.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final boolean failClosed;
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    private Guard(boolean failClosed) {
        this.failClosed = failClosed;
    }

    /** A guard as the options ask for it. */
    public static Guard of(RowtrailOptions options) {
        return new Guard(options.failClosed());
    }

    /** The value of {@code body}; if that fails, of {@code otherwise}. */
    public <T> T call(String place, Callable<T> body, Supplier<T> otherwise) {
        try {
            return body.call();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            note(place, e);
            return otherwise.get();
        }
    }

    public void run(String place, Runnable body) {
        call(
                place,
                () -> {
                    body.run();
                    return true;
                },
                () -> false);
    }

    private void note(String place, Throwable failure) {
        failures.computeIfAbsent(place, key -> new LongAdder()).increment();
        if (logged.add(place + failure.getClass().getName())) {
            LOG.warn("rowtrail.failure place={} (logged once; the job goes on)", place, failure);
        }
        if (failClosed) {
            throw new IllegalStateException("rowtrail (fail-closed): " + place, failure);
        }
    }

    /** How often a place failed. */
    public long failures(String place) {
        LongAdder count = failures.get(place);
        return count == null ? 0 : count.sum();
    }

    /** All failures so far. */
    public long failures() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
