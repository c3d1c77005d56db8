package io.rowtrail.service.wire;

import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts the different member names of a text, roughly and in half a megabyte: a parser keeps every one of them in a table
 * for as long as it reads, which only an attack fills.
 */
final class NameCount {
    /** Most different names; an event of 32 MB with lineage of nothing but columns has some 300,000. */
    static final int MOST = 500_000;

    /** Names before which there is nothing to count. */
    private static final int FEW = 50_000;

    private static final int BITS = 22;

    /** Different in every process, so that nobody can choose names that count as one. */
    private static final long FACTOR = odd();

    private static final long SPREAD = odd();

    private final long factor;
    private final long spread;
    private final BitSet seen = new BitSet();
    private int names;
    private int different;

    NameCount() {
        this(FACTOR, SPREAD);
    }

    /** Both odd, else whatever they are. */
    NameCount(long factor, long spread) {
        this.factor = factor;
        this.spread = spread;
    }

    private static long odd() {
        return ThreadLocalRandom.current().nextLong() | 1;
    }

    /** Counts a name. @return whether there are too many now */
    boolean isTooMany(String name) {
        if (++names <= FEW) {
            return false;
        }
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * factor + name.charAt(i) + 1;
        }
        // Names that differ in few characters have sums that lie in a grid, which each turn breaks.
        hash = (hash ^ (hash >>> 32)) * spread;
        hash = (hash ^ (hash >>> 29)) * spread;
        int bit = (int) (hash >>> (Long.SIZE - BITS));
        if (!seen.get(bit)) {
            seen.set(bit);
            different++;
        }
        return different > MOST;
    }
}
