package io.rowtrail.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on entries; all must hold, a null one always does.
 *
 * @param recordedFrom taken by the log at or after
 * @param recordedTo taken by the log before
 * @param traceEntries indexes of entries that concern {@code trace} without being findable by it, because they concern too
 *     many: the caller knows them; without a trace they mean nothing
 */
public record EntryFilter(
        @Nullable Instant recordedFrom,
        @Nullable Instant recordedTo,
        @Nullable String kind,
        @Nullable String action,
        @Nullable Outcome outcome,
        @Nullable String actor,
        @Nullable String trace,
        List<Long> traceEntries,
        @Nullable String run,
        @Nullable DatasetRef dataset,
        @Nullable String deploy) {
    /** No condition. */
    public static final EntryFilter NONE = where().build();

    public EntryFilter {
        // The log keeps microseconds: finer conditions would mean different things to it and to a verifier.
        recordedFrom = recordedFrom == null ? null : recordedFrom.truncatedTo(ChronoUnit.MICROS);
        recordedTo = recordedTo == null ? null : recordedTo.truncatedTo(ChronoUnit.MICROS);
        traceEntries = List.copyOf(traceEntries);
    }

    /** Starts without a condition. */
    public static Builder where() {
        return new Builder();
    }

    /** The same conditions, where the trace is also that of the entries at {@code indexes}. */
    public EntryFilter withTraceEntries(List<Long> indexes) {
        return new EntryFilter(
                recordedFrom, recordedTo, kind, action, outcome, actor, trace, indexes, run, dataset, deploy);
    }

    /** Gathers conditions; null lifts one. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Instant recordedFrom;
        private @Nullable Instant recordedTo;
        private @Nullable String kind;
        private @Nullable String action;
        private @Nullable Outcome outcome;
        private @Nullable String actor;
        private @Nullable String trace;
        private @Nullable String run;
        private @Nullable DatasetRef dataset;
        private @Nullable String deploy;

        private Builder() {}

        /** Taken by the log at or after {@code from} and before {@code to}. */
        public Builder recorded(@Nullable Instant from, @Nullable Instant to) {
            recordedFrom = from;
            recordedTo = to;
            return this;
        }

        public Builder kind(@Nullable String word) {
            kind = word;
            return this;
        }

        public Builder action(@Nullable String word) {
            action = word;
            return this;
        }

        public Builder outcome(@Nullable Outcome wanted) {
            outcome = wanted;
            return this;
        }

        public Builder actor(@Nullable String name) {
            actor = name;
            return this;
        }

        public Builder trace(@Nullable String traceId) {
            trace = traceId;
            return this;
        }

        public Builder run(@Nullable String runId) {
            run = runId;
            return this;
        }

        public Builder dataset(@Nullable DatasetRef wanted) {
            dataset = wanted;
            return this;
        }

        public Builder deploy(@Nullable String deployId) {
            deploy = deployId;
            return this;
        }

        public EntryFilter build() {
            return new EntryFilter(
                    recordedFrom, recordedTo, kind, action, outcome, actor, trace, List.of(), run, dataset, deploy);
        }
    }
}
