package io.rowtrail.spark.tags;

import io.rowtrail.tags.Bound;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import io.rowtrail.tags.TagSetBuilder;
import io.rowtrail.tags.TagSetCodec;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/**
 * Tag sets as the values of SQL expressions. Public and static because generated code calls them on executors.
 *
 * <p>A null set is what a row without any origin has: it counts as empty. What the rewriter puts into a job's plan never
 * fails there: a set that cannot be read or made is unknown.
 */
public final class TagFunctions {
    private static final byte[] EMPTY = TagSet.EMPTY.encode();
    private static final byte[] UNKNOWN = TagSet.unknown().encode();

    private TagFunctions() {}

    /**
     * The set of a row out of its parts.
     *
     * @param ordinals the first {@code known} count; sorted here
     * @param sets the first {@code found} count; null ones add nothing
     */
    public static byte[] unite(
            long[] ordinals, int known, byte[] @Nullable [] sets, int found, boolean open, int maxCount, int maxBytes) {
        if (found == 1 && known == 0 && sets[0] != null) {
            return open ? opened(sets[0]) : sets[0];
        }
        TagSetBuilder builder = new TagSetBuilder(new Bound(maxCount, maxBytes));
        for (int i = 0; i < known; i++) {
            addTo(builder, ordinals[i]);
        }
        for (int i = 0; i < found; i++) {
            if (sets[i] != null) {
                builder.addAll(readable(sets[i]));
            }
        }
        return (open ? builder.open() : builder).build().encode();
    }

    /** A negative ordinal is none: nothing is known of its row. */
    static TagSetBuilder addTo(TagSetBuilder builder, long ordinal) {
        return ordinal < 0 ? builder.addAll(TagSet.unknown()) : builder.add(ordinal);
    }

    public static byte[] union(byte @Nullable [] left, byte @Nullable [] right, int maxCount, int maxBytes) {
        if (left == null || Arrays.equals(left, right) || Arrays.equals(left, EMPTY)) {
            return right != null ? right : left == null ? EMPTY : left;
        }
        if (right == null || Arrays.equals(right, EMPTY)) {
            return left;
        }
        try {
            return TagSet.decode(left)
                    .union(TagSet.decode(right), new Bound(maxCount, maxBytes))
                    .encode();
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    public static byte[] opened(byte @Nullable [] set) {
        return (set == null ? TagSet.EMPTY : readable(set)).opened().encode();
    }

    public static byte[] smaller(byte @Nullable [] left, byte @Nullable [] right) {
        TagSet one = left == null ? TagSet.EMPTY : readable(left);
        TagSet other = right == null ? TagSet.EMPTY : readable(right);
        int order = one.exactness().compareTo(other.exactness());
        boolean first = order == 0 ? one.count() <= other.count() : order < 0;
        return (first ? one : other).encode();
    }

    /** The members of {@code set} that are not in {@code others}; as exact as the set. */
    public static byte[] minus(byte[] set, byte[] others) {
        TagSet from = readable(set);
        TagSet less = readable(others);
        if (from.exactness() != Exactness.EXACT) {
            return set;
        }
        return TagSet.of(Arrays.stream(from.ordinals())
                        .filter(ordinal -> !less.contains(ordinal))
                        .toArray())
                .encode();
    }

    public static boolean held(boolean flag) {
        return flag;
    }

    /** Whether the set has no members for sure. */
    public static boolean isEmpty(byte @Nullable [] set) {
        return set == null || (TagSetCodec.count(set) == 0 && TagSetCodec.exactness(set) == Exactness.EXACT);
    }

    /** The set of these bytes; of bytes that are none, the unknown one. */
    static TagSet readable(byte[] set) {
        try {
            return TagSet.decode(set);
        } catch (IllegalArgumentException e) {
            return TagSet.unknown();
        }
    }

    /**
     * How many ordinals are in the set: of a superset at most so many, of one that is truncated or unknown as many as it lists,
     * which is at least so many.
     */
    public static long count(byte[] set) {
        boolean superset = TagSetCodec.exactness(set) == Exactness.SUPERSET;
        return superset ? TagSet.decode(set).atMost() : TagSetCodec.count(set);
    }

    public static boolean exact(byte[] set) {
        return TagSetCodec.exactness(set) == Exactness.EXACT;
    }

    public static boolean closed(byte[] set) {
        return !TagSetCodec.open(set);
    }

    /** Null: it may be. */
    public static @Nullable Boolean contains(byte[] set, long ordinal) {
        TagSet tags = TagSet.decode(set);
        if (tags.contains(ordinal)) {
            return true;
        }
        return tags.mayContain(ordinal) ? null : Boolean.FALSE;
    }

    /** The listed ordinals; null where none is listed and there may be some. */
    public static @Nullable ArrayData ordinals(byte[] set) {
        TagSet tags = TagSet.decode(set);
        boolean none = tags.count() == 0 && tags.exactness() != Exactness.EXACT;
        return none ? null : UnsafeArrayData.fromPrimitiveArray(tags.ordinals());
    }

    /**
     * The least and the greatest ordinal that may be in the set, and how many there are at most; each null where it is not
     * known. Null of a set that is empty for sure.
     */
    public static @Nullable InternalRow range(byte[] set) {
        TagSet tags = TagSet.decode(set);
        InternalRow range = TagRanges.of(tags);
        boolean known = tags.exactness() == Exactness.EXACT || tags.exactness() == Exactness.SUPERSET;
        if (known && range.isNullAt(TagRanges.MIN)) {
            return null;
        }
        boolean bounded = tags.exactness() != Exactness.UNKNOWN;
        return new GenericInternalRow(new Object[] {
            bounded ? range.getLong(TagRanges.MIN) : null,
            known ? range.getLong(TagRanges.MAX) : null,
            known ? tags.atMost() : null
        });
    }
}
