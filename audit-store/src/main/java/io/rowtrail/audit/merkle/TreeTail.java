package io.rowtrail.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The growing edge of a tree: its compact range and, a level each, the hashes that do not fill a tile yet. Never
 * changes; growing gives another, so that a commit that fails costs nothing.
 */
public final class TreeTail {
    /** The edge of the empty tree. */
    public static final TreeTail EMPTY = new TreeTail(CompactRange.EMPTY, List.of());

    private final CompactRange range;
    private final List<List<Hash>> pending;

    private TreeTail(CompactRange range, List<List<Hash>> pending) {
        this.range = range;
        this.pending = pending;
    }

    /**
     * The edge of a stored tree.
     *
     * @param pending from level 0 upwards, the hashes of the level's unfinished tile, at most 255 each
     * @throws IllegalArgumentException if {@code range} is not the range over those hashes
     */
    public static TreeTail of(CompactRange range, List<List<Hash>> pending) {
        TreeTail tail = new TreeTail(range, pending.stream().map(List::copyOf).toList());
        if (!tail.rootOfPending().equals(range.root())) {
            throw new IllegalArgumentException(
                    "the unfinished tiles have root " + tail.rootOfPending() + ", the head says " + range.root());
        }
        return tail;
    }

    /** How many hashes the unfinished tile of {@code level} has in a tree of {@code size}. */
    public static int pendingAt(long size, int level) {
        int shift = 8 * level;
        return shift > 62 ? 0 : (int) ((size >> shift) % Tile.WIDTH);
    }

    /** The tree with these leaves more, and the tiles they filled, lower levels first. */
    public Growth grow(List<Hash> leafHashes) {
        CompactRange grown = range;
        List<List<Hash>> levels = new ArrayList<>();
        pending.forEach(hashes -> levels.add(new ArrayList<>(hashes)));
        List<Tile> filled = new ArrayList<>();
        for (Hash leafHash : leafHashes) {
            grown = grown.append(leafHash);
            push(levels, filled, leafHash, grown.size());
        }
        return new Growth(new TreeTail(grown, levels.stream().map(List::copyOf).toList()), filled);
    }

    private static void push(List<List<Hash>> levels, List<Tile> filled, Hash leafHash, long size) {
        Hash carried = leafHash;
        long count = size;
        for (int level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<Hash> hashes = levels.get(level);
            hashes.add(carried);
            if (hashes.size() < Tile.WIDTH) {
                return;
            }
            count /= Tile.WIDTH;
            Tile tile = new Tile(level, count - 1, hashes);
            hashes.clear();
            filled.add(tile);
            carried = tile.root();
        }
    }

    /** Entries in the tree. */
    public long size() {
        return range.size();
    }

    /** RFC 6962 root hash of the tree. */
    public Hash root() {
        return range.root();
    }

    public CompactRange range() {
        return range;
    }

    private Hash rootOfPending() {
        List<Hash> subtrees = new ArrayList<>();
        for (int level = pending.size() - 1; level >= 0; level--) {
            List<Hash> hashes = pending.get(level);
            for (int from = 0; from < hashes.size(); ) {
                int width = Integer.highestOneBit(hashes.size() - from);
                subtrees.add(TreeHasher.root(hashes.subList(from, from + width)));
                from += width;
            }
        }
        return subtrees.isEmpty() ? TreeHasher.EMPTY_ROOT : CompactRange.fold(subtrees);
    }

    /**
     * A grown tree.
     *
     * @param tail its edge
     * @param filled the tiles that became full
     */
    public record Growth(TreeTail tail, List<Tile> filled) {
        public Growth {
            filled = List.copyOf(filled);
        }
    }
}
