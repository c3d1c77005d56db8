package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slot moves on while only other tables are written, and says how it is. */
class SlotWatchIT {
    @TempDir
    private @Nullable Path directory;

    @Test
    void aQuietTableDoesNotHoldTheLogOfABusyOne() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE quiet (id int PRIMARY KEY)",
                    "ALTER TABLE quiet REPLICA IDENTITY FULL",
                    "CREATE TABLE busy (t text)");
            Properties settings = server.settings(directory, "public.quiet", service.url());
            settings.setProperty("metrics.port", Integer.toString(port));
            settings.setProperty("source.slot.warn.bytes", "1000000");
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            SourceServer.execute(
                    shop, "INSERT INTO busy SELECT repeat('x', 1000) FROM generate_series(1, 20000) g", "CHECKPOINT");
            Waiting.until("the slot has moved", Duration.ofSeconds(60), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                JsonNode slot = capture.status().path("slot");
                return slot.path("active").asBoolean()
                        && slot.path("behindBytes").asLong(Long.MAX_VALUE) < 1_000_000;
            });
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.body())
                    .contains("rowtrail_capture_streaming 1")
                    .contains("rowtrail_capture_slot_active 1")
                    .contains("rowtrail_capture_slot_in_danger 0")
                    .contains("rowtrail_capture_transactions_total 0")
                    .contains("# TYPE rowtrail_capture_slot_held_bytes gauge");
            assertThat(capture.terminate()).as(capture.log()).isZero();
        }
    }
}
