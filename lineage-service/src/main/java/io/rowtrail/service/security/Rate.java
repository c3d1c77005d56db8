package io.rowtrail.service.security;

/**
 * How many calls somebody may make.
 *
 * @param perSecond calls a second for as long as one likes, 1 to 1,000,000
 * @param burst calls at once after a rest, {@code perSecond} to 10,000,000
 */
record Rate(int perSecond, int burst) {
    static final int MOST_PER_SECOND = 1_000_000;
    static final int MOST_BURST = 10_000_000;

    Rate {
        if (perSecond < 1 || perSecond > MOST_PER_SECOND || burst < perSecond || burst > MOST_BURST) {
            throw new IllegalArgumentException("a rate is 1 to " + MOST_PER_SECOND
                    + " a second, and a burst not less than it and at most " + MOST_BURST);
        }
    }
}
