package io.rowtrail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A proof that a service gave, of one of 1,500 rows; no service is here. */
class RowProofTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/row-proof");
    private static final int BITS = 8;

    private final byte[] proof;
    private final Trust trust;

    RowProofTest() throws IOException {
        proof = Files.readAllBytes(GOLDEN.resolve("proof.json"));
        trust = new Trust(Files.readAllLines(GOLDEN.resolve("log.vkey")), null);
    }

    @Test
    void leadsFromTheRowToTheCheckpoint() {
        Report report = Verifier.verify(proof, trust);

        assertThat(report.verified()).as(report.format()).isTrue();
        assertThat(report.format())
                .contains(
                        "left 1500 rows of iceberg://lake gold47.revenue", "row {\"month\":\"m7\"", "the entry's path");
    }

    @Test
    void theCommandTakesItLikeAPack() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String file = GOLDEN.resolve("proof.json").toString();
        String key = GOLDEN.resolve("log.vkey").toString();

        assertThat(Main.run(List.of(file, "--vkey", key), new PrintStream(out, true), System.err))
                .isEqualTo(Main.VERIFIED);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("VERIFIED");
        assertThat(Main.run(List.of(file), new PrintStream(out, true), System.err))
                .as("a proof brings no key of its own")
                .isEqualTo(Main.FAILED);
    }

    @Test
    void aFlippedBitAnywhereIsFound() {
        boolean all = Boolean.getBoolean("rowtrail.long");
        for (int at = 0; at < proof.length; at++) {
            for (int bit = all ? 0 : at % BITS; bit < BITS; bit += all ? 1 : BITS) {
                byte[] flipped = proof.clone();
                flipped[at] ^= (byte) (1 << bit);
                assertThat(Verifier.verify(flipped, trust).verified())
                        .as("bit %d of byte %d", bit, at)
                        .isFalse();
            }
        }
    }

    @Test
    void whatIsCutOffOrAddedIsFound() {
        for (int length : new int[] {1, proof.length / 2, proof.length - 1, proof.length + 1}) {
            assertThat(Verifier.verify(Arrays.copyOf(proof, length), trust).verified())
                    .as("of length %d", length)
                    .isFalse();
        }
    }

    @Test
    void aKeyOfAnotherLogDoesNotVerifyIt() {
        String other = "example.com/audit/tests+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        assertThat(Verifier.verify(proof, new Trust(List.of(other), null)).verified())
                .isFalse();
    }
}
