package io.rowtrail.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The roots of the perfect subtrees a tree consists of, largest first: all that is needed to append to it and to know
 * its root.
 */
public final class CompactRange {
    /** The range of the empty tree. */
    public static final CompactRange EMPTY = new CompactRange(0, List.of());

    private final long size;
    private final List<Hash> roots;

    private CompactRange(long size, List<Hash> roots) {
        this.size = size;
        this.roots = roots;
    }

    /** @throws IllegalArgumentException unless there is one root for each one bit of {@code size} */
    public static CompactRange of(long size, List<Hash> roots) {
        if (size < 0 || Long.bitCount(size) != roots.size()) {
            throw new IllegalArgumentException(roots.size() + " roots do not make a tree of " + size);
        }
        return new CompactRange(size, List.copyOf(roots));
    }

    /** Reads what {@link #encode} wrote for a tree of {@code size}. */
    public static CompactRange decode(long size, byte[] encoded) {
        return of(size, Tile.split(encoded));
    }

    /** This tree and one leaf more. */
    public CompactRange append(Hash leafHash) {
        List<Hash> grown = new ArrayList<>(roots);
        Hash carried = leafHash;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            carried = TreeHasher.node(grown.remove(grown.size() - 1), carried);
        }
        grown.add(carried);
        return new CompactRange(size + 1, grown);
    }

    /** Entries in the tree. */
    public long size() {
        return size;
    }

    /** RFC 6962 root hash. */
    public Hash root() {
        return roots.isEmpty() ? TreeHasher.EMPTY_ROOT : fold(roots);
    }

    /** The roots one after the other, 32 bytes each. */
    public byte[] encode() {
        return Tile.join(roots);
    }

    /** Joins the roots of neighbouring perfect subtrees, largest first, as RFC 6962 does. */
    static Hash fold(List<Hash> subtrees) {
        Hash joined = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            joined = TreeHasher.node(subtrees.get(i), joined);
        }
        return joined;
    }
}
