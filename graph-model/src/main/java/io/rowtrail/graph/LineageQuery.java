package io.rowtrail.graph;

import io.rowtrail.graph.facts.NodeId;
import java.util.Objects;

/**
 * A question for what is reachable.
 *
 * @param start a dataset or job, for column lineage a column or dataset
 * @param depth most steps from dataset to dataset (through one job each), or from column to column; 0 is the start alone
 * @param effects {@link Effect#ATTEMPTED} follows attempted edges as well as effective ones
 * @param visibility what the asker may know of
 * @param mappings of column lineage, {@link Mappings#ALL} follows those of former versions of a job too
 */
public record LineageQuery(
        NodeId start,
        int depth,
        Direction direction,
        TimePoint at,
        Effect effects,
        Limits limits,
        Visibility visibility,
        Mappings mappings) {

    /** Which of the column edges that runs of a job ever told of are followed. */
    public enum Mappings {
        /** Those that the latest run with effect tells of. */
        CURRENT,
        /** All of them. */
        ALL
    }

    public LineageQuery {
        Objects.requireNonNull(start);
        if (depth < 0) {
            throw new IllegalArgumentException("depth must not be negative");
        }
    }

    /** Asks for effective lineage as known now, within the default limits. */
    public static LineageQuery of(NodeId start, int depth, Direction direction) {
        return new LineageQuery(
                start,
                depth,
                direction,
                TimePoint.NOW,
                Effect.EFFECTIVE,
                Limits.DEFAULT,
                Visibility.ALL,
                Mappings.CURRENT);
    }

    public LineageQuery at(TimePoint other) {
        return new LineageQuery(start, depth, direction, other, effects, limits, visibility, mappings);
    }

    public LineageQuery within(Limits other) {
        return new LineageQuery(start, depth, direction, at, effects, other, visibility, mappings);
    }

    public LineageQuery withAttempted() {
        return new LineageQuery(start, depth, direction, at, Effect.ATTEMPTED, limits, visibility, mappings);
    }

    public LineageQuery seenBy(Visibility other) {
        return new LineageQuery(start, depth, direction, at, effects, limits, other, mappings);
    }

    public LineageQuery withFormer() {
        return new LineageQuery(start, depth, direction, at, effects, limits, visibility, Mappings.ALL);
    }
}
