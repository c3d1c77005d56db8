package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command as a process of its own, in the poorest of locales. */
class ProcessIT {
    @Test
    void bytesAndExitCodesArriveOutside() throws IOException, InterruptedException {
        String answer = "{\"name\":\"Zoë 茶\"}";
        try (FakeService service = new FakeService().json("/api/v1/reports", answer)) {
            assertThat(start(service.url(), "reports", "--output", "json")).isEqualTo(new Run(0, answer + "\n", ""));
            assertThat(start(service.url(), "reports").out()).isEqualTo("  name              Zoë 茶\n");
            assertThat(start(service.url(), "trace").status()).isEqualTo(2);
        }
    }

    private static Run start(String url, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.rowtrail.cli.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ROWTRAIL_URL", url);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }
}
