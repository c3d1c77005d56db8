package io.rowtrail.tags;

/**
 * Between which ordinals the members lie that a set does not list, and how many there are at most.
 *
 * @param min no such member is smaller
 * @param max no such member is greater; more than {@code min}, since what lies between equals is known
 * @param sum how many there are at most, repeats of one ordinal counted: {@link #MANY} when that is not known
 */
public record Hull(long min, long max, long sum) {
    /** More than any count that is kept: sums of doubles are exact below. */
    public static final long MANY = 1L << 53;

    public Hull {
        if (min < 0 || max <= min || sum < 1 || sum > MANY) {
            throw new IllegalArgumentException("no hull of a tag set: " + min + ", " + max + ", " + sum);
        }
    }

    /** Not fewer members than there are: the sum, or all that fit between. */
    public long atMost() {
        long width = width();
        return sum == MANY ? width : Math.min(sum, width);
    }

    /** Whether {@code ordinal} lies in it. */
    public boolean covers(long ordinal) {
        return min <= ordinal && ordinal <= max;
    }

    /** Commutative and associative; of twice the same hull the sum is twice as much. */
    Hull and(Hull other) {
        return new Hull(Math.min(min, other.min), Math.max(max, other.max), Math.min(MANY, sum + other.sum));
    }

    private long width() {
        return max - min == Long.MAX_VALUE ? Long.MAX_VALUE : max - min + 1;
    }
}
