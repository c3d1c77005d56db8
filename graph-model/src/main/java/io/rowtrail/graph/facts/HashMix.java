package io.rowtrail.graph.facts;

/**
 * Hashes of what is made of names. Names that end in numbers have hashes that lie close together, and a factor of 31 makes many
 * pairs of such share theirs.
 */
public final class HashMix {
    /** Of the golden ratio (Knuth, The Art of Computer Programming 6.4). */
    private static final int FACTOR = 0x9E3779B1;

    private HashMix() {}

    /** One hash of two. */
    public static int of(int first, int second) {
        return FACTOR * (FACTOR * first + second);
    }
}
