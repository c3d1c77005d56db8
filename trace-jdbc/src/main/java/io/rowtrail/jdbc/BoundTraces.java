package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceId;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
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

    boolean contains(TraceId trace) {
        return bound.contains(trace);
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
