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
    private final ThreadLocal<Boolean> aside = ThreadLocal.withInitial(() -> false);

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

    /**
     * The value of {@code body}, in which Spark calls us; if it fails, once more while we stand aside. What fails then too is no
     * fault of ours, and reaches the job as Spark says it.
     */
    public <T> T withOrWithoutUs(String place, Supplier<T> body) {
        if (standsAside()) {
            return body.get();
        }
        try {
            return body.get();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            T plain = withoutUs(body);
            note(place, e);
            return plain;
        }
    }

    private <T> T withoutUs(Supplier<T> body) {
        aside.set(true);
        try {
            return body.get();
        } finally {
            aside.remove();
        }
    }

    /** Whether what this thread does now failed with us and is tried without. */
    public boolean standsAside() {
        return aside.get();
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
