package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordering and saving an evidence pack. */
class EvidenceVerbIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/evidence/pack.zip");

    private final FakeService service;

    EvidenceVerbIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void evidenceIsAwaitedAndSaved(@TempDir Path directory) throws IOException {
        Path pack = directory.resolve("pack.zip");
        Path kept = Files.writeString(directory.resolve("kept"), "example.com/log\n3\nroot\n\n- sig\n");
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{\"id\":\"e1\"}",
                        Map.of("Location", "/api/v1/audit/evidence/e1"))
                .prepare("/api/v1/audit/evidence/e1", 202, "application/json", "{}", Map.of())
                .file("/api/v1/audit/evidence/e1", "application/zip", GOLDEN);

        Run run = Run.against(
                service,
                "evidence",
                "--from",
                "3",
                "--to",
                "9",
                "--checkpoint",
                kept.toString(),
                "-o",
                pack.toString());

        assertThat(run.status()).isZero();
        assertThat(pack).hasSameBinaryContentAs(GOLDEN);
        assertThat(run.out()).isEqualTo("""
                saved %s
                  entries           7
                  tree size         7
                  completeness      range
                  check it with: rowtrail verify %s
                  id                e1
                """.formatted(pack, pack));
        assertThat(service.asked().get(0).body())
                .isEqualTo("{\"log\":\"default\",\"from\":\"3\",\"to\":\"9\",\"earlier\":[\"3\"]}");
        assertThat(service.asked()).hasSize(3);
    }

    @Test
    void evidenceKeepsNothingThatIsNoPack(@TempDir Path directory) throws IOException {
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{}",
                        Map.of("Location", "/api/v1/audit/evidence/e1"))
                .prepare("/api/v1/audit/evidence/e1", 200, "application/zip", "<html>", Map.of());

        Run run = Run.against(
                service, "evidence", "-o", directory.resolve("p.zip").toString());

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("no evidence pack");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void evidenceRefusesWhatIsNoCheckpoint(@TempDir Path directory) throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "hello\n");

        Run run = Run.against(
                service,
                "evidence",
                "--checkpoint",
                kept.toString(),
                "-o",
                directory.resolve("p.zip").toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("is no checkpoint");
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void evidenceNeitherOverwritesNorLeavesHalvesBehind(@TempDir Path directory) throws IOException {
        Path pack = directory.resolve("pack.zip");
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{}",
                        Map.of("Location", "http://127.0.0.2/x"))
                .json("/q/openapi", "{\"paths\":{}}");

        Run elsewhere = Run.against(service, "evidence", "-o", pack.toString());
        Files.writeString(pack, "mine");
        Run again = Run.against(service, "evidence", "-o", pack.toString());

        assertThat(elsewhere.status()).isEqualTo(3);
        assertThat(elsewhere.err()).contains("another server");
        assertThat(again.status()).isEqualTo(2);
        assertThat(directory).isDirectoryContaining("glob:**pack.zip");
        assertThat(Files.list(directory)).containsExactly(pack);
        assertThat(pack).hasContent("mine");
    }
}
