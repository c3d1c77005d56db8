package io.rowtrail.quickstart.sceptic;

import java.util.BitSet;
import java.util.List;

/**
 * What is said of a row of an output: only these writes could have made it other than it is.
 *
 * @param row its values as text
 * @param writes ledger numbers of those that its stored tags name
 * @param absence ledger numbers of those that kept something out of it
 */
record Claim(List<String> row, BitSet writes, BitSet absence) {
    boolean names(BitSet removed) {
        return writes.intersects(removed) || absence.intersects(removed);
    }

    boolean closed() {
        return absence.isEmpty();
    }
}
