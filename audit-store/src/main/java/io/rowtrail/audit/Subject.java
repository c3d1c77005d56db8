package io.rowtrail.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words an entry can be found by. {@code actor} and {@code traces} may point to a person: the leaf holds only
 * salted commitments to them and the search index keyed tokens; all else stands in the leaf as it is and so must be
 * structural.
 *
 * @param action what was done, for example {@code run.complete}, {@code changes.captured}, {@code entries.read}
 * @param outcome how it ended
 * @param actor the principal that did it
 * @param traces trace ids (32 lower-case hexadecimal digits) concerned, distinct, in the caller's order
 * @param run run id, or null
 * @param datasets datasets concerned, distinct
 * @param deploy deploy id, or null
 * @param stream the producer's own position, or null
 * @param eventTime when it happened by the producer's clock, or null
 */
public record Subject(
        String action,
        Outcome outcome,
        String actor,
        List<String> traces,
        @Nullable String run,
        List<DatasetRef> datasets,
        @Nullable String deploy,
        @Nullable StreamPosition stream,
        @Nullable Instant eventTime) {
    public Subject {
        traces = List.copyOf(traces);
        datasets = List.copyOf(datasets);
    }

    /** Starts with the words no entry can be without. */
    public static Builder of(String action, Outcome outcome, String actor) {
        return new Builder(action, outcome, actor);
    }

    /** Gathers the optional words. Not safe for use by several threads. */
    public static final class Builder {
        private final String action;
        private final Outcome outcome;
        private final String actor;
        private final List<String> traces = new ArrayList<>();
        private final Set<DatasetRef> datasets = new LinkedHashSet<>();
        private @Nullable String run;
        private @Nullable String deploy;
        private @Nullable StreamPosition stream;
        private @Nullable Instant eventTime;

        private Builder(String action, Outcome outcome, String actor) {
            this.action = action;
            this.outcome = outcome;
            this.actor = actor;
        }

        public Builder trace(String traceId) {
            if (!traces.contains(traceId)) {
                traces.add(traceId);
            }
            return this;
        }

        public Builder dataset(String namespace, String name) {
            datasets.add(new DatasetRef(namespace, name));
            return this;
        }

        public Builder run(@Nullable String runId) {
            run = runId;
            return this;
        }

        public Builder deploy(@Nullable String deployId) {
            deploy = deployId;
            return this;
        }

        public Builder stream(@Nullable StreamPosition position) {
            stream = position;
            return this;
        }

        public Builder eventTime(@Nullable Instant time) {
            eventTime = time;
            return this;
        }

        public Subject build() {
            return new Subject(action, outcome, actor, traces, run, List.copyOf(datasets), deploy, stream, eventTime);
        }
    }
}
