package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Screen;
import io.rowtrail.cli.text.Width;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs about the graph as a whole. */
class GraphVerbsIT {
    private final FakeService service;

    GraphVerbsIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void exportPassesTheLinesThrough() {
        service.prepare("/api/v1/graph/export", 200, "application/x-ndjson", "{\"a\":1}\n{\"b\":2}\n", Map.of());

        assertThat(Run.against(service, "export", "--facts")).isEqualTo(new Run(0, "{\"a\":1}\n{\"b\":2}\n", ""));
    }

    @Test
    void exportToATerminalSendsItNoControls() {
        service.prepare("/api/v1/graph/export", 200, "application/x-ndjson", "{\"a\":\"\u009b2J\"}\n", Map.of());

        Run run = Run.of(Map.of("ROWTRAIL_URL", service.url()), Width.ofTerminal(80), Ink.NONE, "export");

        assertThat(run.out()).isEqualTo("{\"a\":\"\\u009b2J\"}\n");
    }

    @Test
    void aFullDiskIsNotBlamedOnTheService() {
        service.prepare("/api/v1/graph/export", 200, "application/x-ndjson", "{\"a\":1}\n", Map.of());
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = Main.run(
                new String[] {"export", "--url", service.url()},
                Map.of(),
                new Screen(full, err, Width.uncut(), Ink.NONE));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written", "No space left");
    }

    @Test
    void replaySaysPlainlyWhenTheServiceCannot() {
        service.json("/q/openapi", "{\"paths\":{\"/api/v1/lineage\":{\"get\":{}}}}");

        Run run = Run.against(service, "replay");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("cannot do this", "POST /api/v1/graph/replay");
    }

    @Test
    void replayTellsHowFarItIsUntilAllIsFolded() {
        String answer = "{\"state\":\"%s\",\"entries\":\"90\",\"folded\":\"%s\",\"skipped\":\"0\"}";
        service.json("/api/v1/graph/replay", answer.formatted("replaying", "0"))
                .json("/api/v1/graph/replay", answer.formatted("replaying", "40"))
                .json("/api/v1/graph/replay", answer.formatted("done", "90"));

        Run run = Run.against(service, "replay");

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("folded 40 of 90 entries", "folded 90 of 90 entries");
        assertThat(run.out()).contains("done");
        assertThat(service.asked()).extracting(FakeService.Asked::method).containsExactly("POST", "GET", "GET");
    }
}
