package io.rowtrail.spark.tags;

import io.rowtrail.tags.Bound;
import java.io.Serializable;

/**
 * How a rewritten query tells the tags of its rows.
 *
 * @param bound how large an exact set may grow
 * @param carried what groups of rows carry
 * @param budget what the sets of a task may take of memory
 * @param windows whose tags the rows of a window have
 */
public record TagStyle(Bound bound, Carried carried, Budget budget, Windows windows) {
    /** Whose tags a row has that a window function was computed for. */
    public enum Windows {
        /** Those of all rows of its partition. */
        PARTITION,
        /** Those of the rows in its frame, where no other row can move what is in it. */
        FRAME
    }

    /** Is told on executors of each set that became a range, because there was no memory for it. */
    public interface Degrading extends Serializable {
        void degraded();
    }

    /**
     * What the sets that one task collects may take of memory together; where it ends, a set becomes a range.
     *
     * @param bytes {@link Long#MAX_VALUE}: all there is
     */
    public record Budget(long bytes, Degrading told) implements Serializable {
        /** No end of it. */
        public static final Budget NONE = new Budget(Long.MAX_VALUE, () -> {});
    }

    /** What the tags of several rows together become. */
    public enum Carried {
        /** Their set. */
        SETS,
        /** Between which ordinals they lie, and how many there are at most: a few numbers, whatever the group. */
        RANGES
    }

    /** Sets within {@code bound}. */
    public static TagStyle sets(Bound bound) {
        return new TagStyle(bound, Carried.SETS, Budget.NONE, Windows.PARTITION);
    }
}
