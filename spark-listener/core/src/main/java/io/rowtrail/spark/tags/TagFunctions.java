package io.rowtrail.spark.tags;

import io.rowtrail.tags.Bound;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import io.rowtrail.tags.TagSetCodec;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.jspecify.annotations.Nullable;

/**
 * Tag sets as the values of SQL expressions. Public and static because generated code calls them on executors.
 *
 * <p>A null set is what a row without any origin has: it counts as empty.
 */
public final class TagFunctions {
    private static final byte[] EMPTY = TagSet.EMPTY.encode();

    private TagFunctions() {}

    public static byte[] single(long ordinal) {
        return TagSet.of(ordinal).encode();
    }

    public static byte[] union(byte @Nullable [] left, byte @Nullable [] right, int maxCount, int maxBytes) {
        if (left == null || Arrays.equals(left, right) || Arrays.equals(left, EMPTY)) {
            return right != null ? right : left == null ? EMPTY : left;
        }
        if (right == null || Arrays.equals(right, EMPTY)) {
            return left;
        }
        return TagSet.decode(left)
                .union(TagSet.decode(right), new Bound(maxCount, maxBytes))
                .encode();
    }

    public static byte[] opened(byte @Nullable [] set) {
        return (set == null ? TagSet.EMPTY : TagSet.decode(set)).opened().encode();
    }

    /** How many ordinals the set lists; a lower bound when it is not exact. */
    public static long count(byte[] set) {
        return TagSetCodec.count(set);
    }

    public static boolean exact(byte[] set) {
        return TagSetCodec.exactness(set) == Exactness.EXACT;
    }

    public static boolean closed(byte[] set) {
        return !TagSetCodec.open(set);
    }

    public static boolean contains(byte[] set, long ordinal) {
        return TagSet.decode(set).contains(ordinal);
    }

    public static ArrayData ordinals(byte[] set) {
        return UnsafeArrayData.fromPrimitiveArray(TagSet.decode(set).ordinals());
    }
}
