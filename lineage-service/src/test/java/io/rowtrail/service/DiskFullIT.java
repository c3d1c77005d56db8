package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the log is full for a time: producers are told to come back, and nothing acknowledged is lost. */
class DiskFullIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Some of each text cannot be compressed. */
    private static final int NOISE = 200_000;

    private final Random random = new Random(41);
    private final Map<String, String> acknowledged = new LinkedHashMap<>();

    @TempDir
    Path directory;

    @Test
    void tellsProducersToComeBackAndLosesNothing() throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.toString()), "may not mount a small disk");
        try (LocalServers servers = LocalServers.start()) {
            servers.putLogOn(disk);
            ServiceProcess service = ServiceProcess.start(servers.serviceConfig(), directory.resolve("service.log"));
            try {
                Set<String> putOff = fill(service);
                assertThat(acknowledged).isNotEmpty();
                assertThat(ran("mount", "-o", "remount,size=256m", disk.toString()))
                        .isTrue();
                for (String event : putOff) {
                    untilTaken(service, event);
                }
                everythingAcknowledgedIsThere(service);
                service.awaitFolded();
            } finally {
                service.stop();
            }
        } finally {
            ran("umount", "-l", disk.toString());
        }
    }

    /** Sends until the log has taken nothing any more for a while; gives what it did not take. */
    private Set<String> fill(ServiceProcess service) throws Exception {
        Set<String> putOff = new LinkedHashSet<>();
        for (int sent = 0; putOff.size() < 5; sent++) {
            assertThat(sent).as("sent before the disk was full").isLessThan(2_000);
            String event = event();
            HttpResponse<String> answer = service.post("/api/v1/lineage", event);
            if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(JSON.readTree(answer.body()).path("retriable").asBoolean())
                        .isTrue();
                putOff.add(event);
            } else {
                assertThat(answer.statusCode()).isEqualTo(201);
                acknowledged.put(entry(answer), event);
            }
        }
        return putOff;
    }

    private void untilTaken(ServiceProcess service, String event) throws Exception {
        HttpResponse<String> answer = service.post("/api/v1/lineage", event);
        for (int tries = 0; answer.statusCode() == 503; tries++) {
            assertThat(tries).as("tried again").isLessThan(300);
            TimeUnit.MILLISECONDS.sleep(100);
            answer = service.post("/api/v1/lineage", event);
        }
        assertThat(answer.statusCode()).isIn(200, 201);
        acknowledged.put(entry(answer), event);
    }

    private void everythingAcknowledgedIsThere(ServiceProcess service) throws Exception {
        for (Map.Entry<String, String> one : acknowledged.entrySet()) {
            JsonNode known = JSON.readTree(
                    service.post("/api/v1/lineage", one.getValue()).body());
            assertThat(known.path("entry").asText()).isEqualTo(one.getKey());
            assertThat(known.path("duplicate").asBoolean()).isTrue();
        }
    }

    private String event() {
        byte[] noise = new byte[NOISE];
        random.nextBytes(noise);
        String event =
                Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "full", "f-in", "f-out");
        return event.substring(0, event.length() - 1) + ",\"noise\":\""
                + Base64.getEncoder().encodeToString(noise) + "\"}";
    }

    private static String entry(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("entry").asText();
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
