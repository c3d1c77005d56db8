package io.rowtrail.spark.write;

import io.rowtrail.spark.tags.TagStyle;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.Hull;
import io.rowtrail.tags.TagSet;
import org.apache.spark.util.AccumulatorV2;

/** Counts the tag sets of the rows that a run writes; merged from tasks by Spark. */
public final class TagStats extends AccumulatorV2<byte[], TagStats.Counts> implements TagStyle.Degrading {
    /**
     * What was counted.
     *
     * @param tagged rows whose set has members
     * @param superset rows of whose set is known between which ordinals its members lie
     * @param degraded sets that became ranges on the way, because there was no memory for them; those of one group in several
     *     tasks count several times
     * @param min smallest ordinal in any set; meaningless when {@code tagged} is 0
     * @param max greatest ordinal in any set; meaningless when {@code tagged} is 0
     */
    public record Counts(
            long rows,
            long tagged,
            long exact,
            long truncated,
            long superset,
            long unknown,
            long open,
            long degraded,
            long min,
            long max)
            implements java.io.Serializable {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, -1);

        Counts and(Counts other) {
            return new Counts(
                    rows + other.rows,
                    tagged + other.tagged,
                    exact + other.exact,
                    truncated + other.truncated,
                    superset + other.superset,
                    unknown + other.unknown,
                    open + other.open,
                    degraded + other.degraded,
                    Math.min(min, other.min),
                    Math.max(max, other.max));
        }
    }

    private Counts counts = Counts.NONE;

    @Override
    public boolean isZero() {
        return counts.rows == 0 && counts.degraded == 0;
    }

    @Override
    public TagStats copy() {
        TagStats copy = new TagStats();
        copy.counts = counts;
        return copy;
    }

    @Override
    public void reset() {
        counts = Counts.NONE;
    }

    /** Counts a set: {@code bytes}, or the unknown set if they are none. */
    public byte[] observed(byte[] bytes) {
        try {
            count(TagSet.decode(bytes));
            return bytes;
        } catch (IllegalArgumentException e) {
            count(TagSet.unknown());
            return TagSet.unknown().encode();
        }
    }

    @Override
    public void degraded() {
        counts = counts.and(new Counts(0, 0, 0, 0, 0, 0, 0, 1, Long.MAX_VALUE, -1));
    }

    @Override
    public void add(byte[] bytes) {
        observed(bytes);
    }

    private void count(TagSet set) {
        Exactness exactness = set.exactness();
        boolean listed = set.count() > 0;
        boolean tagged = listed || set.hull().isPresent();
        long low = Math.min(
                listed ? set.first() : Long.MAX_VALUE, set.hull().map(Hull::min).orElse(Long.MAX_VALUE));
        long high = Math.max(listed ? set.last() : -1, set.hull().map(Hull::max).orElse(-1L));
        counts = counts.and(new Counts(
                1,
                tagged ? 1 : 0,
                exactness == Exactness.EXACT ? 1 : 0,
                exactness == Exactness.TRUNCATED ? 1 : 0,
                exactness == Exactness.SUPERSET ? 1 : 0,
                exactness == Exactness.UNKNOWN ? 1 : 0,
                set.open() ? 1 : 0,
                0,
                low,
                high));
    }

    @Override
    public void merge(AccumulatorV2<byte[], Counts> other) {
        counts = counts.and(other.value());
    }

    @Override
    public Counts value() {
        return counts;
    }
}
