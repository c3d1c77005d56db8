package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.Transformation;
import java.util.Comparator;

/**
 * One column going into another, in one way.
 *
 * @param to the target column; {@link ColumnRef#isWhole} for an influence on the whole dataset
 */
public record ColumnEdge(ColumnRef from, ColumnRef to, Transformation transformation)
        implements Comparable<ColumnEdge> {

    private static final Comparator<ColumnEdge> ORDER = Comparator.comparing(ColumnEdge::to)
            .thenComparing(ColumnEdge::from)
            .thenComparing(ColumnEdge::transformation);

    /** Says whether the asker may know of both ends. */
    public boolean seenBy(Visibility visibility) {
        return visibility.shows(from) && visibility.shows(to);
    }

    @Override
    public int compareTo(ColumnEdge other) {
        return ORDER.compare(this, other);
    }
}
