package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records go through the same door as requests, and are done with when what became of them is durable. */
class KafkaIntakeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "rowtrail";

    @Test
    void takesEventsKeepsRefusalsAndLosesNothingInAnOutage(@TempDir Path directory) throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        try (LocalServers servers = LocalServers.start();
                KafkaBroker broker = KafkaBroker.start("lineage")) {
            Map<String, String> config = new HashMap<>(servers.serviceConfig());
            config.putAll(broker.serviceConfig());
            ServiceProcess service = ServiceProcess.start(config, directory.resolve("service.log"));
            try {
                List<String> events = new ArrayList<>();
                sendSome(broker, events);
                broker.send("{\"eventTime\":\"2026-01-02T03:04:05Z\",\"run\":{\"runId\":\"none\"}}");
                broker.send(null);
                broker.awaitCommitted(GROUP, 5);
                everyEventIsKnown(service, events);
                theRefusalIsKept(service);

                servers.stopPostgres();
                sendSome(broker, events);
                TimeUnit.SECONDS.sleep(2);
                servers.startPostgres();
                broker.awaitCommitted(GROUP, 8);
                everyEventIsKnown(service, events);
            } finally {
                service.stop();
            }
        }
    }

    private static void sendSome(KafkaBroker broker, List<String> events) throws Exception {
        for (int i = 0; i < 3; i++) {
            String event = Events.run(
                    UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "kafka", "k-in", "k-out");
            events.add(event);
            broker.send(event);
        }
    }

    private static void everyEventIsKnown(ServiceProcess service, List<String> events) throws Exception {
        for (String event : events) {
            HttpResponse<String> answer = service.post("/api/v1/lineage", event);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body()).path("duplicate").asBoolean())
                    .isTrue();
        }
    }

    private static void theRefusalIsKept(ServiceProcess service) throws Exception {
        JsonNode items = JSON.readTree(
                        service.get("/api/v1/quarantine?entrance=kafka").body())
                .path("items");
        assertThat(items.size()).isEqualTo(1);
        assertThat(items.get(0).path("origin").asText()).isEqualTo("lineage/0/3");
        assertThat(items.get(0).path("pointer").asText()).isEqualTo("/run/runId");
        assertThat(items.get(0).path("actor").asText()).isEqualTo("kafka:lineage");
    }
}
