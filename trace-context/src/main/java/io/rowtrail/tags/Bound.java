package io.rowtrail.tags;

import java.util.Arrays;

/**
 * How large an exact set may grow before it is truncated.
 *
 * @param maxCount members, at least 1
 * @param maxBytes encoded size in bytes, at least 64
 */
public record Bound(int maxCount, int maxBytes) {
    private static final int LONGEST_HEADER = 34;
    private static final int LONGEST_MEMBER = 9;

    /** No bound but the array's. */
    public static final Bound NONE = new Bound(Integer.MAX_VALUE, Integer.MAX_VALUE);
    /** 65,536 ordinals and 256 KiB a set. */
    public static final Bound DEFAULT = new Bound(65_536, 256 * 1024);

    public Bound {
        if (maxCount < 1 || maxBytes < 64) {
            throw new IllegalArgumentException(
                    "a bound is at least 1 member and 64 bytes: " + maxCount + ", " + maxBytes);
        }
    }

    /** {@code set} itself if it is within the bound, else its smallest members, truncated. */
    TagSet apply(TagSet set) {
        TagSet cut = set.count() <= maxCount ? set : prefix(set, maxCount);
        boolean fits = cut.count() <= (maxBytes - LONGEST_HEADER) / LONGEST_MEMBER;
        if (fits || TagSetCodec.encodedLength(cut) <= maxBytes) {
            return cut;
        }
        int low = 0;
        int high = cut.count();
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (TagSetCodec.encodedLength(prefix(cut, middle)) <= maxBytes) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return prefix(cut, low);
    }

    private static TagSet prefix(TagSet set, int count) {
        Exactness listed = set.exactness() == Exactness.UNKNOWN ? Exactness.UNKNOWN : Exactness.TRUNCATED;
        return TagSet.ofSorted(
                Arrays.copyOf(set.sorted(), count), listed, set.hull().orElse(null), set.open());
    }
}
