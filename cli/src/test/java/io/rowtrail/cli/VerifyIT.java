package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Width;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyIT {
    @TempDir
    private Path directory;

    private static Run verify(String... args) {
        String[] line = new String[args.length + 1];
        line[0] = "verify";
        System.arraycopy(args, 0, line, 1, args.length);
        return Run.of(Map.of("ROWTRAIL_URL", "http://127.0.0.1:1"), Width.uncut(), Ink.NONE, line);
    }

    private static String golden(String name) {
        return Path.of("src/test/resources/golden/evidence", name).toString();
    }

    @Test
    void aPackThatHoldsIsVerified() {
        Run run = verify(golden("pack.zip"), "--checkpoint", golden("kept.checkpoint"), "--vkey", golden("log.vkey"));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("7 paths lead to the checkpoint's root", "the tree of size 3 is a prefix")
                .doesNotContain("FAIL", "skip", "caveat")
                .endsWith("VERIFIED\n");
    }

    @Test
    void jsonCountsTheEntries() {
        assertThat(verify(golden("pack.zip"), "--output", "json").out()).contains("\"entries\":\"7\"");
    }

    @Test
    void aKeyTakenFromThePackIsACaveat() {
        assertThat(verify(golden("pack.zip")).out()).contains("caveat: the keys are the pack's own");
    }

    @Test
    void aKeyOfAnotherLogDoesNotVerifyIt() {
        Run run = verify(
                golden("pack.zip"),
                "--vkey",
                "example.com/audit/tests+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).endsWith("NOT VERIFIED\n");
    }

    @Test
    void theProofOfARowIsVerifiedAndAChangedTagSetIsFound() throws IOException {
        Path golden = Path.of("../audit-verifier/src/test/resources/golden/row-proof");
        String key = golden.resolve("log.vkey").toString();

        Run run = verify(golden.resolve("proof.json").toString(), "--vkey", key);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("row {\"month\":\"m7\"").endsWith("VERIFIED\n");

        byte[] bytes = Files.readAllBytes(golden.resolve("proof.json"));
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"tags\":\"") + 10;
        bytes[at] ^= 1;
        Run changed =
                verify(Files.write(directory.resolve("changed.json"), bytes).toString(), "--vkey", key);
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.out()).contains("FAIL row").endsWith("NOT VERIFIED\n");
    }

    @Test
    void oneChangedByteOfAnEntryIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(golden("pack.zip")));
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"outcome\":\"ok\"") + 11;
        bytes[at] = 'O';
        Path pack = Files.write(directory.resolve("changed.zip"), bytes);

        Run run = verify(pack.toString(), "--output", "json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).startsWith("{\"verified\":false").contains("default:0");
    }

    @Test
    void whatIsNoPackFailsTheCheck() throws IOException {
        Path pack = Files.writeString(directory.resolve("pack.zip"), "no zip \u001b[2J at all");

        Run run = verify(pack.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("FAIL container")
                .endsWith("NOT VERIFIED\n")
                .doesNotContain("\u001b");
    }

    @Test
    void failuresAreToldAsJsonToo() throws IOException {
        Path pack = Files.writeString(directory.resolve("pack.zip"), "no zip");

        Run run = verify(pack.toString(), "--output", "json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("{\"verified\":false,\"steps\":[{\"name\":\"container\",\"result\":\"failed\"");
    }

    @Test
    void aMissingFileIsWrongUse() {
        Run run = verify(directory.resolve("none.zip").toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("cannot read", "none.zip");
    }

    @Test
    void aMissingKeyFileIsWrongUseAndNotAMissingTrust() throws IOException {
        Path pack = Files.writeString(directory.resolve("pack.zip"), "no zip");

        assertThat(verify(pack.toString(), "--vkey", directory.resolve("keys").toString())
                        .status())
                .isEqualTo(2);
        assertThat(verify(
                                pack.toString(),
                                "--checkpoint",
                                directory.resolve("kept").toString())
                        .status())
                .isEqualTo(2);
    }
}
