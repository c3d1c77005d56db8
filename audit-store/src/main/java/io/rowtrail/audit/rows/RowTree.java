package io.rowtrail.audit.rows;

import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The RFC 6962 tree over the leaves of a manifest, by rising hash: neither the order nor the files of the rows matter, nor
 * whether they were compacted. It is cut into tiles, whose roots are nodes of the tree, so that a path is made of two lists.
 */
public final class RowTree {
    /** Leaves a tile, but the last: a power of two. */
    public static final int TILE = 1_024;

    private final List<byte[]> leaves = new ArrayList<>();

    /** Adds the leaf of a row; the same row may come several times. */
    public void add(Hash leaf) {
        leaves.add(leaf.toByteArray());
    }

    public int size() {
        return leaves.size();
    }

    /** The leaves by rising hash, cut; none of an empty tree. */
    public List<List<Hash>> tiles() {
        leaves.sort(Arrays::compareUnsigned);
        List<List<Hash>> tiles = new ArrayList<>();
        for (int from = 0; from < leaves.size(); from += TILE) {
            tiles.add(leaves.subList(from, Math.min(from + TILE, leaves.size())).stream()
                    .map(Hash::of)
                    .toList());
        }
        return tiles;
    }

    /** The tree's root, of the roots of its tiles. */
    public static Hash root(List<Hash> tileRoots) {
        return tileRoots.isEmpty() ? TreeHasher.EMPTY_ROOT : TreeHasher.root(tileRoots);
    }

    /**
     * The audit path of a leaf, nearest sibling first.
     *
     * @param tile the leaves of its tile
     * @param place of the leaf in it
     * @param tileRoots of all tiles
     * @param tilePlace of its tile among them
     */
    public static List<Hash> path(List<Hash> tile, int place, List<Hash> tileRoots, int tilePlace) {
        List<Hash> path = new ArrayList<>();
        climb(tile, place, path);
        climb(tileRoots, tilePlace, path);
        return path;
    }

    private static void climb(List<Hash> nodes, int index, List<Hash> path) {
        int count = nodes.size();
        if (count == 1) {
            return;
        }
        int left = Integer.highestOneBit(count - 1);
        if (index < left) {
            climb(nodes.subList(0, left), index, path);
            path.add(TreeHasher.root(nodes.subList(left, count)));
        } else {
            climb(nodes.subList(left, count), index - left, path);
            path.add(TreeHasher.root(nodes.subList(0, left)));
        }
    }
}
