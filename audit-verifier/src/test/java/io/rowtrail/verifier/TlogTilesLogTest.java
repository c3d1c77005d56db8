package io.rowtrail.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A whole C2SP log that another implementation wrote: every root is derived anew, every signature checked. */
class TlogTilesLogTest {
    private static final String KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    @Test
    void everyCheckpointIsTheRootOfItsEntries() throws Exception {
        Path log = Fixtures.folder("tlog-tiles-log");
        List<VerifierKey> keys = List.of(VerifierKey.parse(KEY));
        for (int size = 0; size <= 15; size++) {
            TreeHead head = TreeHead.parse("checkpoint", Files.readAllBytes(log.resolve("checkpoint." + size)), keys);
            assertThat(head.size()).isEqualTo(size);
            assertThat(head.root()).isEqualTo(root(leaves(log, size)));
            if (size > 0) {
                byte[] tile = Files.readAllBytes(log.resolve("tile/0/000.p/" + size));
                List<byte[]> hashes = leaves(log, size);
                for (int i = 0; i < size; i++) {
                    assertThat(ByteBuffer.wrap(tile, 32 * i, 32)).isEqualTo(ByteBuffer.wrap(hashes.get(i)));
                }
            }
        }
    }

    @Test
    void anyFlippedBitOfACheckpointIsFound() throws Exception {
        byte[] note = Files.readAllBytes(Fixtures.folder("tlog-tiles-log").resolve("checkpoint"));
        List<VerifierKey> keys = List.of(VerifierKey.parse(KEY));
        for (int i = 0; i < note.length; i++) {
            byte[] flipped = note.clone();
            flipped[i] ^= (byte) (1 << new SplittableRandom(i).nextInt(8));
            assertThatThrownBy(() -> TreeHead.parse("checkpoint", flipped, keys))
                    .as("byte %d", i)
                    .isInstanceOf(CheckFailed.class);
        }
    }

    private static List<byte[]> leaves(Path log, int size) throws IOException {
        List<byte[]> leaves = new ArrayList<>();
        if (size > 0) {
            ByteBuffer bundle = ByteBuffer.wrap(Files.readAllBytes(log.resolve("tile/entries/000.p/" + size)));
            while (bundle.hasRemaining()) {
                byte[] entry = new byte[bundle.getShort() & 0xffff];
                bundle.get(entry);
                leaves.add(Sha256.leaf(entry));
            }
        }
        return leaves;
    }

    /** RFC 6962 section 2.1, word for word. */
    private static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Sha256.of("".getBytes(StandardCharsets.UTF_8));
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return Sha256.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }
}
