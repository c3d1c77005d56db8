package io.rowtrail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void explainsItself() {
        assertThat(run("--help")).isEqualTo(Main.VERIFIED);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--checkpoint", "--vkey", "Exit code");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(run()).isEqualTo(Main.USAGE);
        assertThat(run("--what", "pack.zip")).isEqualTo(Main.USAGE);
        assertThat(run("pack.zip", "--vkey")).isEqualTo(Main.USAGE);
        assertThat(run("no-such-file.zip")).isEqualTo(Main.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no-such-file.zip", "Usage:");
    }

    @Test
    void saysWhichStepFailed() {
        Report report = Verifier.verify("no zip".getBytes(StandardCharsets.UTF_8), Trust.PACK);

        assertThat(report.verified()).isFalse();
        assertThat(report.format()).contains("FAIL  container", "expected", "found", "NOT VERIFIED");
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), new PrintStream(out, true), new PrintStream(err, true));
    }
}
