package io.rowtrail.graph;

import java.util.List;

/**
 * A stretch of one log. Entries that hold no lineage are left out of the facts but counted by the range.
 *
 * @param log slug of the log
 * @param epoch of the projector, never decreasing
 * @param fromIndex first index, which must be the position's {@code nextIndex}
 * @param toIndex one past the last index
 * @param facts those entries of the range that hold lineage, by index
 * @param skipped how many entries of the range hold lineage that could not be folded and is left out
 */
public record Batch(String log, long epoch, long fromIndex, long toIndex, List<LoggedFacts> facts, long skipped) {

    /** A batch of which nothing is left out. */
    public Batch(String log, long epoch, long fromIndex, long toIndex, List<LoggedFacts> facts) {
        this(log, epoch, fromIndex, toIndex, facts, 0);
    }

    public Batch {
        facts = List.copyOf(facts);
        if (fromIndex < 0 || toIndex < fromIndex) {
            throw new IllegalArgumentException("bad range [" + fromIndex + ", " + toIndex + ")");
        }
        for (LoggedFacts one : facts) {
            if (one.entry().index() < fromIndex
                    || one.entry().index() >= toIndex
                    || !one.entry().log().equals(log)) {
                throw new IllegalArgumentException(one.entry() + " is outside the batch");
            }
        }
    }
}
