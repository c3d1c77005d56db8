package io.rowtrail.tags;

import io.rowtrail.trace.RowtrailProperties;
import java.io.Serializable;
import java.util.Map;

/**
 * The transactions that removed, replaced or kept out rows: a superset, told by its hull.
 *
 * @param min smallest ordinal; meaningless when {@code count} is 0
 * @param max greatest ordinal; meaningless when {@code count} is 0
 * @param count how many there are at most
 */
public record Absence(long min, long max, long count) implements Serializable {
    /** Nothing was removed or kept out. */
    public static final Absence NONE = new Absence(0, 0, 0);

    public Absence {
        if (count < 0 || (count > 0 && max < min)) {
            throw new IllegalArgumentException("no absence: " + min + ", " + max + ", " + count);
        }
    }

    /** Nothing is known. */
    public static final Absence ANYTHING = new Absence(0, Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * What a snapshot's summary says; none where it says nothing.
     *
     * @throws NumberFormatException if it says no number
     */
    public static Absence stated(Map<String, String> summary) {
        long count = number(summary, RowtrailProperties.ABSENCE_COUNT, 0);
        return count == 0
                ? NONE
                : new Absence(
                        number(summary, RowtrailProperties.ABSENCE_MIN, 0),
                        number(summary, RowtrailProperties.ABSENCE_MAX, Long.MAX_VALUE),
                        count);
    }

    private static long number(Map<String, String> summary, String entry, long otherwise) {
        String text = summary.get(entry);
        return text == null ? otherwise : Long.parseLong(text);
    }

    /** Any of the ordinals from {@code min} to {@code max}. */
    public static Absence anyOf(long min, long max) {
        return max < min ? NONE : new Absence(min, max, max - min == Long.MAX_VALUE ? Long.MAX_VALUE : max - min + 1);
    }

    public boolean isNone() {
        return count == 0;
    }

    public Absence and(Absence other) {
        if (isNone()) {
            return other;
        }
        if (other.isNone()) {
            return this;
        }
        long low = Math.min(min, other.min);
        long high = Math.max(max, other.max);
        long sum = count + other.count;
        long width = high - low == Long.MAX_VALUE ? Long.MAX_VALUE : high - low + 1;
        return new Absence(low, high, sum < 0 ? width : Math.min(sum, width));
    }
}
