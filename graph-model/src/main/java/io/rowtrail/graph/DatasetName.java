package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import java.util.Comparator;

/**
 * Two names of the same data.
 *
 * @param from the physical name (its symlinks facet claims the other), or the former one of a rename
 * @param to the logical name, or the new one of a rename
 * @param renamed whether the data went on under the new name, rather than having both at once
 * @param ambiguous whether the physical name is claimed for another logical one too, without a drop or rename between; of
 *     the rivals the one told last is followed and effective, the others are attempted
 */
public record DatasetName(DatasetId from, DatasetId to, boolean renamed, boolean ambiguous, EdgeFacts facts)
        implements Comparable<DatasetName> {

    private static final Comparator<DatasetName> ORDER = Comparator.comparing(DatasetName::from)
            .thenComparing(DatasetName::to)
            .thenComparing(DatasetName::renamed);

    @Override
    public int compareTo(DatasetName other) {
        return ORDER.compare(this, other);
    }
}
