package io.rowtrail.trace;

/**
 * The number of a source transaction in commit order: bit 63 zero, 15 bits source incarnation, 48 bits a dense counter.
 *
 * <p>Given once by the capture and journalled before use. Ordinals of one source are ordered as its transactions
 * committed; a later incarnation is greater than every ordinal of an earlier one. On the wire a decimal string.
 */
public record ChangeOrdinal(long value) implements Comparable<ChangeOrdinal> {
    private static final int COUNTER_BITS = 48;

    /** The greatest counter within an incarnation. */
    public static final long MAX_COUNTER = (1L << COUNTER_BITS) - 1;

    /** The greatest incarnation. */
    public static final int MAX_INCARNATION = (1 << 15) - 1;

    public ChangeOrdinal {
        if (value < 0) {
            throw new IllegalArgumentException("a change ordinal is not negative: " + value);
        }
    }

    /**
     * @param incarnation 0 to {@link #MAX_INCARNATION}
     * @param counter 0 to {@link #MAX_COUNTER}
     */
    public static ChangeOrdinal of(int incarnation, long counter) {
        if (incarnation < 0 || incarnation > MAX_INCARNATION) {
            throw new IllegalArgumentException("an incarnation is 0 to " + MAX_INCARNATION + ": " + incarnation);
        }
        if (counter < 0 || counter > MAX_COUNTER) {
            throw new IllegalArgumentException("a counter is 0 to 2^48-1: " + counter);
        }
        return new ChangeOrdinal(((long) incarnation << COUNTER_BITS) | counter);
    }

    /**
     * Reads the decimal form.
     *
     * @throws IllegalArgumentException if {@code decimal} is no number from 0 to 2^63-1 in plain digits
     */
    public static ChangeOrdinal parse(String decimal) {
        if (decimal.isEmpty() || !decimal.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a change ordinal is written in decimal digits: " + decimal);
        }
        return new ChangeOrdinal(Long.parseLong(decimal));
    }

    public int incarnation() {
        return (int) (value >>> COUNTER_BITS);
    }

    public long counter() {
        return value & MAX_COUNTER;
    }

    /** The ordinal of the next transaction of this incarnation. */
    public ChangeOrdinal next() {
        return of(incarnation(), counter() + 1);
    }

    @Override
    public int compareTo(ChangeOrdinal other) {
        return Long.compare(value, other.value);
    }

    /** The decimal form. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
