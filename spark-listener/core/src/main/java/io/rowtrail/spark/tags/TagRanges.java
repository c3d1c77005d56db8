package io.rowtrail.spark.tags;

import io.rowtrail.tags.Hull;
import io.rowtrail.tags.TagSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Ranges as values of SQL expressions: between which ordinals the tags of some rows lie. Public and static because generated
 * code calls them on executors.
 *
 * <p>A range's fields can be collected by {@code min}, {@code max}, {@code sum} and {@code bit_or}, of which Spark makes code. The
 * sum is a DOUBLE, which never overflows and is exact below {@link Hull#MANY}.
 */
public final class TagRanges {
    static final StructType TYPE = new StructType()
            .add("min", DataTypes.LongType)
            .add("max", DataTypes.LongType)
            .add("sum", DataTypes.DoubleType, false)
            .add("state", DataTypes.IntegerType, false);

    static final int MIN = 0;
    static final int MAX = 1;
    static final int SUM = 2;
    static final int STATE = 3;

    static final int OPEN = 1;
    static final int UNKNOWN = 2;
    /** The least ordinal where there is none. */
    static final long NO_MIN = Long.MAX_VALUE;
    /** The greatest ordinal where there is none. */
    static final long NO_MAX = -1;

    private TagRanges() {}

    /**
     * The range of some rows.
     *
     * @param min negative where an ordinal was none: nothing is known then
     * @param rows how many there were
     * @param each how many ordinals each row had beside what is in {@code sum}
     * @param always the state of every row
     */
    public static InternalRow ofRows(long min, long max, long rows, int each, double sum, int state, int always) {
        int all = state | (rows > 0 ? always : 0);
        boolean none = min > max;
        return new GenericInternalRow(new Object[] {
            none ? null : min, none ? null : max, sum + (double) rows * each, min < 0 ? all | UNKNOWN : all
        });
    }

    /** The range of a set: what is not known of a truncated one may be any ordinal above its first. */
    public static @Nullable InternalRow ofSet(byte @Nullable [] bytes) {
        return bytes == null ? null : of(TagFunctions.readable(bytes));
    }

    static InternalRow of(TagSet set) {
        long min = set.hull().map(Hull::min).orElse(NO_MIN);
        long max = set.hull().map(Hull::max).orElse(NO_MAX);
        double sum = set.hull().map(Hull::sum).orElse(0L);
        if (set.count() > 0) {
            min = Math.min(min, set.first());
            max = Math.max(max, set.last());
        }
        int state = set.open() ? OPEN : 0;
        switch (set.exactness()) {
            case EXACT, SUPERSET -> {}
            case TRUNCATED -> {
                max = Long.MAX_VALUE;
                sum = Hull.MANY;
            }
            case UNKNOWN -> state |= UNKNOWN;
        }
        return ofRows(min, max, 0, 0, sum + set.count(), state, 0);
    }

    /** The bytes of the set that {@code range} is. */
    public static byte[] encoded(InternalRow range) {
        return set(range).encode();
    }

    private static TagSet set(InternalRow range) {
        int state = range.getInt(STATE);
        if ((state & UNKNOWN) != 0) {
            return TagSet.unknown();
        }
        TagSet set = range.isNullAt(MIN)
                ? TagSet.EMPTY
                : TagSet.between(range.getLong(MIN), range.getLong(MAX), sum(range.getDouble(SUM)));
        return (state & OPEN) != 0 ? set.opened() : set;
    }

    private static long sum(double sum) {
        return Math.max(1, (long) Math.min(sum, Hull.MANY));
    }
}
