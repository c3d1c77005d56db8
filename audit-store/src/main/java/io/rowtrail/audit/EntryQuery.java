package io.rowtrail.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list; all conditions must hold, a null one always does. The answer depends only on the query and
 * the tree size it is pinned to: asked again it is the same.
 *
 * @param size pin: only entries below this index; null for the size at the time of asking
 * @param after cursor: only entries with a higher index; -1 to begin
 * @param limit most entries to return, 1 to 1,000
 * @param recordedFrom taken by the log at or after
 * @param recordedTo taken by the log before
 */
public record EntryQuery(
        @Nullable Long size,
        long after,
        int limit,
        @Nullable Instant recordedFrom,
        @Nullable Instant recordedTo,
        @Nullable String kind,
        @Nullable String action,
        @Nullable Outcome outcome,
        @Nullable String actor,
        @Nullable String trace,
        @Nullable String run,
        @Nullable DatasetRef dataset,
        @Nullable String deploy) {
    /** Most entries one page holds. */
    public static final int MAX_LIMIT = 1_000;

    public EntryQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
        }
        if (after < -1 || (size != null && size < 0)) {
            throw new IllegalArgumentException("an index is not negative");
        }
        // The log keeps microseconds: finer conditions would mean different things to it and to a verifier.
        recordedFrom = recordedFrom == null ? null : recordedFrom.truncatedTo(ChronoUnit.MICROS);
        recordedTo = recordedTo == null ? null : recordedTo.truncatedTo(ChronoUnit.MICROS);
    }

    /** Every entry, {@code limit} a page. */
    public static EntryQuery all(int limit) {
        return new EntryQuery(null, -1, limit, null, null, null, null, null, null, null, null, null, null);
    }

    /** The page after index {@code last} of the same answer, pinned to {@code pinned}. */
    public EntryQuery next(long pinned, long last) {
        return new EntryQuery(
                pinned,
                last,
                limit,
                recordedFrom,
                recordedTo,
                kind,
                action,
                outcome,
                actor,
                trace,
                run,
                dataset,
                deploy);
    }

    public EntryQuery withTrace(String traceId) {
        return new EntryQuery(
                size,
                after,
                limit,
                recordedFrom,
                recordedTo,
                kind,
                action,
                outcome,
                actor,
                traceId,
                run,
                dataset,
                deploy);
    }

    public EntryQuery withRun(String runId) {
        return new EntryQuery(
                size,
                after,
                limit,
                recordedFrom,
                recordedTo,
                kind,
                action,
                outcome,
                actor,
                trace,
                runId,
                dataset,
                deploy);
    }
}
