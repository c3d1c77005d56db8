package io.rowtrail.jdbc;

/** What a statement may do to rows, from the least to the most. */
enum Effect {
    /** It changes no row that logical decoding would show. */
    READS,
    /** It changes rows. */
    WRITES,
    /** {@code CALL} or {@code DO}: it may change rows, and may end the transaction it runs in. */
    CALLS;

    Effect and(Effect other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
