package io.rowtrail.spark.write;

import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import org.apache.spark.util.AccumulatorV2;

/** Counts the tag sets of the rows that a run writes; merged from tasks by Spark. */
public final class TagStats extends AccumulatorV2<byte[], TagStats.Counts> {
    /**
     * What was counted.
     *
     * @param tagged rows whose set has members
     * @param min smallest ordinal in any set; meaningless when {@code tagged} is 0
     * @param max greatest ordinal in any set; meaningless when {@code tagged} is 0
     */
    public record Counts(
            long rows, long tagged, long exact, long truncated, long unknown, long open, long min, long max)
            implements java.io.Serializable {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Long.MAX_VALUE, -1);

        Counts and(Counts other) {
            return new Counts(
                    rows + other.rows,
                    tagged + other.tagged,
                    exact + other.exact,
                    truncated + other.truncated,
                    unknown + other.unknown,
                    open + other.open,
                    Math.min(min, other.min),
                    Math.max(max, other.max));
        }
    }

    private Counts counts = Counts.NONE;

    @Override
    public boolean isZero() {
        return counts.rows == 0;
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
    public void add(byte[] bytes) {
        observed(bytes);
    }

    private void count(TagSet set) {
        Exactness exactness = set.exactness();
        boolean tagged = set.count() > 0;
        long low = tagged ? set.first() : Long.MAX_VALUE;
        long high = tagged ? set.last() : -1;
        counts = counts.and(new Counts(
                1,
                tagged ? 1 : 0,
                exactness == Exactness.EXACT ? 1 : 0,
                exactness == Exactness.TRUNCATED ? 1 : 0,
                exactness == Exactness.UNKNOWN ? 1 : 0,
                set.open() ? 1 : 0,
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
