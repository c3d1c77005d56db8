package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Width;
import java.io.IOException;
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
