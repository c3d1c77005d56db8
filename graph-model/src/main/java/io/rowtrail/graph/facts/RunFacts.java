package io.rowtrail.graph.facts;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run event says.
 *
 * @param parent the run that started this one, when told
 * @param nominal the time the run stands for, when told
 * @param failed whether an error was reported beside the state; its message stays in the payload
 * @param code the deployed code that ran, when told
 * @param dependencies other jobs that run before or after this one (control flow, not data), sorted
 * @param inputs sorted by dataset
 * @param outputs sorted by dataset
 */
public record RunFacts(
        EventHeader header,
        RunEventType type,
        RunId run,
        JobMention job,
        @Nullable ParentRun parent,
        @Nullable NominalTime nominal,
        boolean failed,
        @Nullable CodeVersion code,
        List<JobDependency> dependencies,
        List<DatasetMention> inputs,
        List<DatasetMention> outputs)
        implements EventFacts {

    public RunFacts {
        dependencies = dependencies.stream().distinct().sorted().toList();
        inputs = DatasetMention.sorted(inputs);
        outputs = DatasetMention.sorted(outputs);
    }

    /**
     * The run above.
     *
     * @param root the topmost run and its job, when told
     */
    public record ParentRun(RunId run, JobId job, @Nullable RootRun root) {}

    /** The topmost run. */
    public record RootRun(RunId run, JobId job) {}

    /** The scheduled time: {@code [start, end)}, the end perhaps untold. */
    public record NominalTime(Instant start, @Nullable Instant end) {}

    /**
     * The code a run came from (run facet {@code rowtrail_trace}).
     *
     * @param deploy id of the deployment
     * @param job version of the job's code; untold there, that of its job facet {@code sourceCodeLocation}
     * @param schema version of its source's schema
     */
    public record CodeVersion(
            @Nullable String deploy,
            @Nullable String job,
            @Nullable String schema) {}

    /**
     * A job that runs before or after this one (run facet {@code jobDependencies}).
     *
     * @param run of that job, when told
     * @param type {@code DIRECT_INVOCATION}, {@code IMPLICIT_DEPENDENCY} or another word of the producer; empty when untold
     */
    public record JobDependency(
            Side side, JobId job, @Nullable RunId run, String type) implements Comparable<JobDependency> {

        private static final Comparator<JobDependency> ORDER = Comparator.comparing(JobDependency::side)
                .thenComparing(JobDependency::job)
                .thenComparing(d -> d.run() == null ? "" : d.run().uuid())
                .thenComparing(JobDependency::type);

        /** Which of the two runs first. */
        public enum Side {
            /** The other one runs before. */
            UPSTREAM,
            /** The other one runs after. */
            DOWNSTREAM
        }

        @Override
        public int compareTo(JobDependency other) {
            return ORDER.compare(this, other);
        }
    }
}
