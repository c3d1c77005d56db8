package io.rowtrail.quickstart.verdict;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** A small immutable set of ledger numbers, ascending. The ledger is long and a row's history is short. */
public final class WriteSet {
    public static final WriteSet EMPTY = new WriteSet(new int[0]);

    private final int[] sorted;

    private WriteSet(int[] sorted) {
        this.sorted = sorted;
    }

    static WriteSet of(BitSet writes) {
        return new WriteSet(writes.stream().toArray());
    }

    /** This set with a number that is larger than all in it. */
    public WriteSet followedBy(int seq) {
        int[] longer = Arrays.copyOf(sorted, sorted.length + 1);
        longer[sorted.length] = seq;
        return new WriteSet(longer);
    }

    /** Whether it is that one number. */
    public boolean isOnly(int seq) {
        return sorted.length == 1 && sorted[0] == seq;
    }

    public void addTo(BitSet writes) {
        for (int seq : sorted) {
            writes.set(seq);
        }
    }

    public IntStream stream() {
        return Arrays.stream(sorted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WriteSet set && Arrays.equals(sorted, set.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
