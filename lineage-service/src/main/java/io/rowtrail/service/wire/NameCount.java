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

    private static final int BITS = 1 << 22;

    /** Odd and different in every process, so that nobody can choose names that count as one. */
    private static final int FACTOR = ThreadLocalRandom.current().nextInt() | 1;

    private final BitSet seen = new BitSet();
    private int names;
    private int different;

    /** Counts a name. @return whether there are too many now */
    boolean isTooMany(String name) {
        if (++names <= FEW) {
            return false;
        }
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * FACTOR + name.charAt(i) + 1;
        }
        int bit = (hash ^ (hash >>> 16)) & (BITS - 1);
        if (!seen.get(bit)) {
            seen.set(bit);
            different++;
        }
        return different > MOST;
    }
}
