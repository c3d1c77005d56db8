package io.rowtrail.service.log;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The logs that are open, no more than a bound: the one asked for longest ago makes room. It is let go of and not closed,
 * since whoever holds it may go on with it. A log is opened once however many ask for it at a time.
 *
 * @param <L> what an open log is
 */
final class LogShelf<L extends AuditLog> {
    private final Function<LogName, L> opener;
    private final Map<LogName, FutureTask<L>> open;

    /** @param opener opens a log; blocks, and may throw */
    LogShelf(int most, Function<LogName, L> opener) {
        this.opener = opener;
        this.open = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<LogName, FutureTask<L>> eldest) {
                return size() > most;
            }
        };
    }

    /** The open log of that name; throws what opening it threw, and then the next call tries anew. */
    L get(LogName name) {
        FutureTask<L> opening;
        synchronized (open) {
            opening = open.computeIfAbsent(name, missing -> new FutureTask<>(() -> opener.apply(missing)));
        }
        // Whoever comes first opens it, on the own thread; for all others this does nothing.
        opening.run();
        try {
            return result(opening);
        } catch (RuntimeException e) {
            synchronized (open) {
                open.remove(name, opening);
            }
            throw e;
        }
    }

    /** Hands every open log to {@code last} and forgets it. */
    void clear(Consumer<L> last) {
        List<FutureTask<L>> opened;
        synchronized (open) {
            opened = open.values().stream().filter(FutureTask::isDone).toList();
            open.clear();
        }
        opened.forEach(opening -> last.accept(result(opening)));
    }

    private static <L> L result(FutureTask<L> opening) {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a log was opened", e);
        }
    }
}
