package io.rowtrail.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against the definition of RFC 6962 written out without any thought of speed. */
class MerkleLawsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261122, 4711})
    void anyTwoSizesOfAnyTreeAreProvedAndNothingElseIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tree tree = new Tree();
        int rounds = Boolean.getBoolean("rowtrail.long") ? 2_000 : 60;
        for (int round = 0; round < rounds; round++) {
            tree.append(random.nextInt(1, 90));
            int size = tree.leaves.size();
            int second = random.nextInt(1, size + 1);
            int first = random.nextInt(1, second + 1);
            int index = random.nextInt(second);
            assertThat(tree.tail.root()).as("seed %d, size %d", seed, size).isEqualTo(tree.root(size));

            InclusionProof inclusion = tree.inclusion(index, second);
            ConsistencyProof consistency = tree.consistency(first, second);
            Hash root = tree.root(second);
            assertThat(ProofCheck.holds(inclusion, root)).isTrue();
            assertThat(ProofCheck.holds(consistency, tree.root(first), root)).isTrue();
            assertThat(ProofCheck.holds(tree.withOneBitFlipped(inclusion, random), root))
                    .isFalse();
            if (!consistency.path().isEmpty()) {
                ConsistencyProof flipped = new ConsistencyProof(first, second, flipOne(consistency.path(), random));
                assertThat(ProofCheck.holds(flipped, tree.root(first), root)).isFalse();
            }
            if (index + 1 < second) {
                InclusionProof moved = new InclusionProof(index + 1, second, inclusion.leafHash(), inclusion.path());
                assertThat(ProofCheck.holds(moved, root)).isFalse();
            }
        }
    }

    @Test
    void anEdgeReadBackIsTheEdgeThatWasWritten() {
        Tree tree = new Tree();
        tree.append(256 * 256 + 300);

        TreeTail read = TreeTail.of(
                CompactRange.decode(tree.tail.size(), tree.tail.range().encode()), tree.pending());

        assertThat(read.root()).isEqualTo(tree.tail.root());
        assertThat(read.grow(List.of(tree.leaves.get(0))).tail().root())
                .isEqualTo(tree.tail.grow(List.of(tree.leaves.get(0))).tail().root());
        assertThat(tree.tiles.keySet()).contains(new Node.TileRef(1, 0), new Node.TileRef(0, 256));
    }

    private static List<Hash> flipOne(List<Hash> path, SplittableRandom random) {
        List<Hash> flipped = new ArrayList<>(path);
        int at = random.nextInt(path.size());
        byte[] bytes = flipped.get(at).toByteArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        flipped.set(at, Hash.of(bytes));
        return flipped;
    }

    /** A tree kept both ways. */
    private static final class Tree {
        final List<Hash> leaves = new ArrayList<>();
        final Map<Node.TileRef, List<Hash>> tiles = new HashMap<>();
        TreeTail tail = TreeTail.EMPTY;

        void append(int count) {
            List<Hash> added = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                added.add(TreeHasher.leaf(("entry " + (leaves.size() + i)).getBytes(StandardCharsets.UTF_8)));
            }
            TreeTail.Growth growth = tail.grow(added);
            tail = growth.tail();
            growth.filled().forEach(tile -> tiles.put(new Node.TileRef(tile.level(), tile.index()), tile.hashes()));
            leaves.addAll(added);
        }

        List<List<Hash>> pending() {
            List<List<Hash>> pending = new ArrayList<>();
            for (int level = 0; leaves.size() >> (8 * level) > 0; level++) {
                pending.add(edge(new Node.TileRef(level, leaves.size() >> (8 * level + 8))));
            }
            return pending;
        }

        InclusionProof inclusion(long index, long size) {
            ProofPlan plan = ProofPlan.inclusion(index, size);
            return new InclusionProof(index, size, leaves.get((int) index), plan.resolve(read(plan)));
        }

        ConsistencyProof consistency(long first, long second) {
            ProofPlan plan = ProofPlan.consistency(first, second);
            return new ConsistencyProof(first, second, plan.resolve(read(plan)));
        }

        InclusionProof withOneBitFlipped(InclusionProof proof, SplittableRandom random) {
            return proof.path().isEmpty()
                    ? new InclusionProof(
                            proof.index(),
                            proof.size(),
                            flipOne(List.of(proof.leafHash()), random).get(0),
                            List.of())
                    : new InclusionProof(proof.index(), proof.size(), proof.leafHash(), flipOne(proof.path(), random));
        }

        Hash root(int size) {
            return root(leaves.subList(0, size));
        }

        private static Hash root(List<Hash> part) {
            if (part.size() == 1) {
                return part.get(0);
            }
            int k = Integer.highestOneBit(part.size() - 1);
            return TreeHasher.node(root(part.subList(0, k)), root(part.subList(k, part.size())));
        }

        private Map<Node.TileRef, List<Hash>> read(ProofPlan plan) {
            Map<Node.TileRef, List<Hash>> read = new HashMap<>();
            plan.tiles().forEach(tile -> read.put(tile, tiles.containsKey(tile) ? tiles.get(tile) : edge(tile)));
            return read;
        }

        private List<Hash> edge(Node.TileRef tile) {
            int from = (int) tile.index() * Tile.WIDTH;
            if (tile.level() == 0) {
                return leaves.subList(from, leaves.size());
            }
            List<Hash> roots = new ArrayList<>();
            for (int i = from; tiles.containsKey(new Node.TileRef(tile.level() - 1, i)); i++) {
                roots.add(TreeHasher.root(tiles.get(new Node.TileRef(tile.level() - 1, i))));
            }
            return roots;
        }
    }
}
