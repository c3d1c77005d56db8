package io.rowtrail.graph;

import io.rowtrail.graph.facts.NodeId;
import java.util.Objects;

/**
 * A question for what is reachable.
 *
 * @param start a dataset or job, for column lineage a column or dataset
 * @param depth most steps from dataset to dataset (through one job each), or from column to column; 0 is the start alone
 * @param effects {@link Effect#ATTEMPTED} follows attempted edges as well as effective ones
 */
public record LineageQuery(NodeId start, int depth, Direction direction, TimePoint at, Effect effects, Limits limits) {

    public LineageQuery {
        Objects.requireNonNull(start);
        if (depth < 0) {
            throw new IllegalArgumentException("depth must not be negative");
        }
    }

    /** Asks for effective lineage as known now, within the default limits. */
    public static LineageQuery of(NodeId start, int depth, Direction direction) {
        return new LineageQuery(start, depth, direction, TimePoint.NOW, Effect.EFFECTIVE, Limits.DEFAULT);
    }

    public LineageQuery at(TimePoint other) {
        return new LineageQuery(start, depth, direction, other, effects, limits);
    }

    public LineageQuery within(Limits other) {
        return new LineageQuery(start, depth, direction, at, effects, other);
    }

    public LineageQuery withAttempted() {
        return new LineageQuery(start, depth, direction, at, Effect.ATTEMPTED, limits);
    }
}
