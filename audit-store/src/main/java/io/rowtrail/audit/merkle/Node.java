package io.rowtrail.audit.merkle;

import java.util.List;

/**
 * A node above a perfect subtree that will never change.
 *
 * @param level height above the leaves
 * @param index place among the nodes of its level
 */
public record Node(int level, long index) {
    /** The tile that has the node or the hashes below it. */
    public TileRef tile() {
        return new TileRef(level / 8, index >> (8 - level % 8));
    }

    /** The node's hash out of its tile's first hashes. */
    Hash in(List<Hash> tileHashes) {
        int width = 1 << (level % 8);
        int from = (int) ((index << (level % 8)) % Tile.WIDTH);
        if (from + width > tileHashes.size()) {
            throw new IllegalArgumentException("tile " + tile() + " has only " + tileHashes.size() + " hashes");
        }
        return TreeHasher.root(tileHashes.subList(from, from + width));
    }

    /** Which tile. */
    public record TileRef(int level, long index) {}
}
