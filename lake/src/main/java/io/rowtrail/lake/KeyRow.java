package io.rowtrail.lake;

import org.jspecify.annotations.Nullable;

/** A change of a key: what happened, where in the order, and the key's values, beside the columns that were asked for. */
public final class KeyRow {
    private final String op;
    private final long tx;
    private final int seq;
    private final @Nullable Object[] key;

    /** @param key taken over, not copied */
    public KeyRow(String op, long tx, int seq, @Nullable Object[] key) {
        this.op = op;
        this.tx = tx;
        this.seq = seq;
        this.key = key;
    }

    public String op() {
        return op;
    }

    public long tx() {
        return tx;
    }

    public int seq() {
        return seq;
    }

    /** Not to be changed. */
    public @Nullable Object[] key() {
        return key;
    }

    /** Whether this came after the other. */
    public boolean isAfter(long otherTx, int otherSeq) {
        return tx > otherTx || (tx == otherTx && seq > otherSeq);
    }
}
