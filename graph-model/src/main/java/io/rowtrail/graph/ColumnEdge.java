package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.HashMix;
import io.rowtrail.graph.facts.Transformation;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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

    // Written out: edges are looked up by the million, and what the compiler makes of records costs thrice as much.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ColumnEdge that
                        && to.equals(that.to)
                        && from.equals(that.from)
                        && transformation.equals(that.transformation));
    }

    @Override
    public int hashCode() {
        return HashMix.of(HashMix.of(from.hashCode(), to.hashCode()), transformation.hashCode());
    }
}
