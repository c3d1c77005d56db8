package io.rowtrail.audit.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.InclusionProof;
import io.rowtrail.audit.merkle.ProofCheck;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RowTreeTest {
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "HmacSHA256");

    @Test
    void everyPathLeadsToTheRootThatTheWholeTreeHas() {
        for (int rows : List.of(1, 2, 3, 1_023, 1_024, 1_025, 2_048, 2_049, 3_500, 5_121)) {
            RowTree tree = new RowTree();
            for (int row = 0; row < rows; row++) {
                tree.add(TreeHasher.leaf(("row " + row).getBytes(StandardCharsets.UTF_8)));
            }
            List<List<Hash>> tiles = tree.tiles();
            List<Hash> tops = tiles.stream().map(TreeHasher::root).toList();
            List<Hash> all = tiles.stream().flatMap(List::stream).toList();
            Hash root = RowTree.root(tops);
            assertThat(root).as("%d rows", rows).isEqualTo(TreeHasher.root(all));
            for (int at : new int[] {0, rows / 2, rows - 1}) {
                int tile = at / RowTree.TILE;
                List<Hash> path = RowTree.path(tiles.get(tile), at % RowTree.TILE, tops, tile);
                assertThat(ProofCheck.holds(new InclusionProof(at, rows, all.get(at), path), root))
                        .as("row %d of %d", at, rows)
                        .isTrue();
            }
        }
    }

    @Test
    void aRowHasTheLeafThatTheDocumentsSay() {
        RowCommitment row = RowCommitment.of(KEY, "{\"k\":\"1\"}", "{\"v\":\"2\"}", new byte[] {1, 2, 3});
        assertThat(row.salt()).isEqualTo("n02LVMutlz7lg4ZX1AqNIw==");
        assertThat(row.leafHash().hex()).isEqualTo("403b1f18861d4c5de67fae138c007dea8e0783ce787ebcca9c1122942d32de58");
        assertThat(RowCommitment.of(KEY, "{\"k\":\"1\"}", "{\"v\":\"2\"}", new byte[] {1, 2, 4})
                        .salt())
                .isNotEqualTo(row.salt());
    }
}
