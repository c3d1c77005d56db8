package io.rowtrail.graph;

import io.rowtrail.graph.facts.JobId;
import java.util.Comparator;

/**
 * A job leads to another, without a dataset between them.
 *
 * @param from the one before or above
 * @param to the one after or below
 */
public record JobLink(JobId from, JobId to, Kind kind, EdgeFacts facts) implements Comparable<JobLink> {

    private static final Comparator<JobLink> ORDER =
            Comparator.comparing(JobLink::from).thenComparing(JobLink::to).thenComparing(JobLink::kind);

    /** What is said to pass. */
    public enum Kind {
        /** Data (the explicit lineage facet names a job as the source of a job). Part of lineage. */
        DATA,
        /** Control: the one ran before the other (the facet {@code jobDependencies}). */
        DEPENDENCY,
        /** Control: a run of the one started a run of the other (the facet {@code parent}). */
        PARENT
    }

    @Override
    public int compareTo(JobLink other) {
        return ORDER.compare(this, other);
    }
}
