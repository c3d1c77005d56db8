package io.rowtrail.graph.facts;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lineage stated outright (facet {@code lineage}) for one target, in place of "every input goes to every output".
 *
 * @param target a dataset or a job
 * @param run the target job's run, when told
 * @param sources what flows into it, sorted; empty for a generator
 */
public record ExplicitLineage(NodeId target, @Nullable RunId run, List<Source> sources)
        implements Comparable<ExplicitLineage> {

    private static final Comparator<ExplicitLineage> ORDER = Comparator.comparing(
                    (ExplicitLineage e) -> e.target().nodeId())
            .thenComparing(e -> e.run() == null ? "" : e.run().uuid())
            .thenComparing(e -> e.sources().toString());

    public ExplicitLineage {
        sources = sources.stream().distinct().sorted().toList();
    }

    @Override
    public int compareTo(ExplicitLineage other) {
        return ORDER.compare(this, other);
    }

    /**
     * One source.
     *
     * @param node a dataset, column or job; null for "this very job"
     * @param run of the source job, when told
     * @param targetField the target's column; empty for the whole target
     */
    public record Source(@Nullable NodeId node, @Nullable RunId run, String targetField, Transformation transformation)
            implements Comparable<Source> {

        private static final Comparator<Source> ORDER = Comparator.comparing(Source::targetField)
                .thenComparing(s -> s.node() == null ? "" : s.node().nodeId())
                .thenComparing(s -> s.run() == null ? "" : s.run().uuid())
                .thenComparing(Source::transformation);

        @Override
        public int compareTo(Source other) {
            return ORDER.compare(this, other);
        }
    }
}
