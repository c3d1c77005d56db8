package io.rowtrail.audit.merkle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which parts of the tree a proof is made of; the hashes come afterwards, from wherever tiles are kept. Follows the
 * recursive definitions of RFC 9162 sections 2.1.3.1 and 2.1.4.1.
 */
public final class ProofPlan {
    private final List<Range> ranges;

    private ProofPlan(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** The audit path of leaf {@code index} in the tree of {@code size}. */
    public static ProofPlan inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index " + index + " is not in a tree of " + size);
        }
        List<Range> path = new ArrayList<>();
        path(index, new Range(0, size), path);
        return new ProofPlan(path);
    }

    /** The proof that the tree of {@code first} is a prefix of that of {@code second}. */
    public static ProofPlan consistency(long first, long second) {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException("no consistency from size " + first + " to size " + second);
        }
        List<Range> path = new ArrayList<>();
        subproof(first, new Range(0, second), path, true);
        return new ProofPlan(path);
    }

    /** The root of the tree of {@code size}, at least 1, as a plan of one part. */
    public static ProofPlan root(long size) {
        if (size < 1) {
            throw new IllegalArgumentException("the empty tree's root needs no plan");
        }
        return new ProofPlan(List.of(new Range(0, size)));
    }

    /** The tiles that hold what is needed. */
    public Set<Node.TileRef> tiles() {
        Set<Node.TileRef> tiles = new LinkedHashSet<>();
        ranges.forEach(range -> range.nodes().forEach(node -> tiles.add(node.tile())));
        return tiles;
    }

    /** The proof's hashes, in order. */
    public List<Hash> resolve(Map<Node.TileRef, List<Hash>> tiles) {
        return ranges.stream().map(range -> range.hash(tiles)).toList();
    }

    private static void path(long index, Range tree, List<Range> path) {
        if (tree.size() == 1) {
            return;
        }
        long middle = tree.from() + split(tree.size());
        Range left = new Range(tree.from(), middle);
        Range right = new Range(middle, tree.to());
        path(index, index < middle ? left : right, path);
        path.add(index < middle ? right : left);
    }

    private static void subproof(long first, Range tree, List<Range> path, boolean known) {
        if (first == tree.to()) {
            if (!known) {
                path.add(tree);
            }
            return;
        }
        long middle = tree.from() + split(tree.size());
        Range left = new Range(tree.from(), middle);
        Range right = new Range(middle, tree.to());
        if (first <= middle) {
            subproof(first, left, path, known);
            path.add(right);
        } else {
            subproof(first, right, path, false);
            path.add(left);
        }
    }

    /** The largest power of two below {@code size}. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private record Range(long from, long to) {
        long size() {
            return to - from;
        }

        List<Node> nodes() {
            List<Node> nodes = new ArrayList<>();
            for (long at = from; at < to; ) {
                int level = 63 - Long.numberOfLeadingZeros(to - at);
                nodes.add(new Node(level, at >> level));
                at += 1L << level;
            }
            return nodes;
        }

        Hash hash(Map<Node.TileRef, List<Hash>> tiles) {
            return CompactRange.fold(nodes().stream()
                    .map(node -> node.in(tiles.getOrDefault(node.tile(), List.of())))
                    .toList());
        }
    }
}
