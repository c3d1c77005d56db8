package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The traces whose message is in the open transaction. A message is a part of the transaction like any row: what was
 * emitted after a savepoint vanishes when the transaction is rolled back to it, and must be emitted again.
 */
final class BoundTraces {
    private record Mark(
            @Nullable Savepoint savepoint, @Nullable String name, int bound) {}

    private final List<TraceId> bound = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** Those of {@code traces} that are not bound yet, each once. */
    List<TraceBinding> without(List<TraceBinding> traces) {
        if (traces.size() == 1) {
            return bound.contains(traces.get(0).traceparent().traceId()) ? List.of() : traces;
        }
        Map<TraceId, TraceBinding> missing = new LinkedHashMap<>();
        traces.forEach(trace -> missing.putIfAbsent(trace.traceparent().traceId(), trace));
        missing.keySet().removeAll(bound);
        return List.copyOf(missing.values());
    }

    void add(TraceId trace) {
        bound.add(trace);
    }

    /** The transaction is over. */
    void clear() {
        bound.clear();
        marks.clear();
    }

    void mark(@Nullable Savepoint savepoint, @Nullable String name) {
        marks.add(new Mark(savepoint, name, bound.size()));
    }

    void release(@Nullable Savepoint savepoint, @Nullable String name) {
        int at = find(savepoint, name);
        if (at >= 0) {
            marks.subList(at, marks.size()).clear();
        }
    }

    /** After a rollback to a savepoint unknown here nothing counts as bound: a message too many does no harm. */
    void rollbackTo(@Nullable Savepoint savepoint, @Nullable String name) {
        int at = find(savepoint, name);
        if (at < 0) {
            clear();
            return;
        }
        bound.subList(marks.get(at).bound(), bound.size()).clear();
        marks.subList(at + 1, marks.size()).clear();
    }

    /** A savepoint's statement has been run as text. */
    void steer(TransactionControl control) {
        if (control instanceof TransactionControl.SetSavepoint savepoint) {
            mark(null, savepoint.name());
        } else if (control instanceof TransactionControl.Release savepoint) {
            release(null, savepoint.name());
        } else if (control instanceof TransactionControl.RollbackTo savepoint) {
            rollbackTo(null, savepoint.name());
        }
    }

    private int find(@Nullable Savepoint savepoint, @Nullable String name) {
        for (int at = marks.size() - 1; at >= 0; at--) {
            Mark mark = marks.get(at);
            if (savepoint == null ? Objects.equals(mark.name(), name) : mark.savepoint() == savepoint) {
                return at;
            }
        }
        return -1;
    }
}
