package io.rowtrail.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A C2SP tile that is full: the 256 hashes that stand side by side at the bottom of a perfect subtree of height 8.
 *
 * @param level 0 above the entries; a tile of level n stands on the roots of 256 tiles of level n-1
 * @param index place among the tiles of its level
 * @param hashes exactly 256
 */
public record Tile(int level, long index, List<Hash> hashes) {
    /** Hashes in a full tile. */
    public static final int WIDTH = 256;

    public Tile {
        hashes = List.copyOf(hashes);
        if (hashes.size() != WIDTH) {
            throw new IllegalArgumentException("a full tile has 256 hashes, not " + hashes.size());
        }
    }

    /** The tile as it is served: 8,192 bytes. */
    public byte[] encode() {
        return join(hashes);
    }

    /** The node above the whole tile. */
    public Hash root() {
        return TreeHasher.root(hashes);
    }

    /** Hashes one after the other. */
    public static byte[] join(List<Hash> hashes) {
        byte[] joined = new byte[hashes.size() * Hash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).copyTo(joined, i * Hash.BYTES);
        }
        return joined;
    }

    /** @throws IllegalArgumentException if the bytes are no whole number of hashes */
    public static List<Hash> split(byte[] joined) {
        if (joined.length % Hash.BYTES != 0) {
            throw new IllegalArgumentException(joined.length + " bytes are no whole number of hashes");
        }
        List<Hash> hashes = new ArrayList<>(joined.length / Hash.BYTES);
        for (int at = 0; at < joined.length; at += Hash.BYTES) {
            hashes.add(Hash.of(joined, at, Hash.BYTES));
        }
        return hashes;
    }
}
