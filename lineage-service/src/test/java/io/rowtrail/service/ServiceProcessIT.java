package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a process: killed, without Neo4j, asking for keys, refusing to answer strangers. */
class ServiceProcessIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PRODUCERS = 4;

    private static LocalServers servers;

    private final Map<String, String> events = new ConcurrentHashMap<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<Long, String> changes = new ConcurrentHashMap<>();
    private final Map<Long, String> acknowledgedChanges = new ConcurrentHashMap<>();
    private final AtomicInteger counter = new AtomicInteger();

    @BeforeAll
    static void start() {
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        servers = LocalServers.start();
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void refusesToStartForStrangersWithoutAskingWhoTheyAre(@TempDir Path directory) {
        Map<String, String> config = new HashMap<>(servers.serviceConfig());
        config.put("quarkus.http.host", "0.0.0.0");
        assertThatThrownBy(() -> ServiceProcess.start(config, directory.resolve("service.log")))
                .hasMessageContaining("refusing to start");
    }

    @Test
    void asksForKeysAndTakesEventsWhileNeo4jIsAway(@TempDir Path directory) throws Exception {
        Map<String, String> config = new HashMap<>(servers.serviceConfig());
        config.put("rowtrail.security.authentication", "api-key");
        config.put("rowtrail.security.bootstrap-key", "rt_bootstrap-for-this-test");
        config.put("rowtrail.audit.log", "keys");
        config.put("rowtrail.audit.queue-entries", "20");
        config.put("quarkus.neo4j.uri", "bolt://127.0.0.1:1");
        ServiceProcess service = ServiceProcess.start(config, directory.resolve("service.log"));
        try {
            assertThat(service.get("/api/v1/namespaces").statusCode()).isEqualTo(401);
            assertThat(service.get("/q/metrics").statusCode()).isEqualTo(401);
            assertThat(service.get("/").statusCode()).isEqualTo(200);
            ServiceProcess admin = service.as("rt_bootstrap-for-this-test");
            assertThat(admin.get("/api/v1/namespaces").statusCode()).isEqualTo(403);
            HttpResponse<String> made = admin.post("/api/v1/keys", "{\"name\":\"spark\",\"roles\":[\"producer\"]}");
            assertThat(made.statusCode()).isEqualTo(201);
            ServiceProcess spark =
                    service.as(JSON.readTree(made.body()).path("key").asText());
            String event = Events.run(
                    UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "keyed", "k-in", "k-out");
            HttpResponse<String> taken = spark.post("/api/v1/lineage?wait=graph", event);
            assertThat(taken.statusCode()).isEqualTo(201);
            assertThat(JSON.readTree(taken.body()).path("folded").asBoolean(true))
                    .isFalse();
            assertThat(spark.get("/api/v1/audit/entries").statusCode()).isEqualTo(403);
            HttpResponse<String> reader =
                    admin.post("/api/v1/keys", "{\"name\":\"ann\",\"roles\":[\"engineer\",\"auditor\"]}");
            ServiceProcess ann =
                    service.as(JSON.readTree(reader.body()).path("key").asText());
            assertThat(ann.get("/api/v1/namespaces").statusCode()).isEqualTo(503);
            assertThat(ann.get("/api/v1/audit/entries").statusCode()).isEqualTo(200);
            assertThat(ann.get("/api/v1/rows/traces?dataset=dataset:a:b&key=%7B%22a%22:1%7D")
                            .statusCode())
                    .isEqualTo(403);
            thePageAsksForTheKey(
                    service, JSON.readTree(reader.body()).path("key").asText());
            assertThat(service.as("rt_wrong").get("/api/v1/namespaces").statusCode())
                    .isEqualTo(401);
            assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(service.get("/q/health/well").statusCode()).isEqualTo(401);
            HttpResponse<String> watch = admin.post("/api/v1/keys", "{\"name\":\"watch\",\"roles\":[\"operator\"]}");
            assertThat(service.as(JSON.readTree(watch.body()).path("key").asText())
                            .get("/q/health/well")
                            .statusCode())
                    .isEqualTo(503);
            new FullQueue(servers, spark, "keys", 20).putsOffWhatItCannotHoldAndLosesNothing();
            assertThat(admin.delete("/api/v1/keys/spark").statusCode()).isEqualTo(204);
            assertThat(spark.post("/api/v1/lineage", event).statusCode()).isEqualTo(401);
        } finally {
            service.stop();
        }
    }

    private static void thePageAsksForTheKey(ServiceProcess service, String key) {
        if (!Chromium.isInstalled()) {
            return;
        }
        try (Chromium chromium = Chromium.open();
                Page page = chromium.page()) {
            page.navigate(service.address() + "/#/entry/keys:0");
            PlaywrightAssertions.assertThat(page.getByLabel("API key")).isVisible();
            page.getByLabel("API key").fill("rt_wrong");
            page.getByText("Use this key").click();
            PlaywrightAssertions.assertThat(page.locator("#key-help")).containsText("does not take the key");
            page.getByLabel("API key").fill(key);
            page.getByText("Use this key").click();
            PlaywrightAssertions.assertThat(page.locator("#answer-title")).hasText("Entry keys:0");
            PlaywrightAssertions.assertThat(page.getByLabel("API key")).isHidden();
            page.getByText("Forget the key").click();
            PlaywrightAssertions.assertThat(page.getByLabel("API key")).isVisible();
        }
    }

    /**
     * The service is killed while it takes events and changes. Afterwards everything it acknowledged is there exactly once
     * and folded, producers can send the rest again, and the log continues the one before.
     */
    @Test
    void losesAndDoublesNothingWhenKilled(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("service.log");
        ServiceProcess first = ServiceProcess.start(servers.serviceConfig(), log);
        HttpResponse<String> checkpoint;
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS + 1);
        List<Future<?>> working = new ArrayList<>();
        try {
            for (int i = 0; i < PRODUCERS; i++) {
                working.add(producers.submit(() -> sendEvents(first, stop)));
            }
            working.add(producers.submit(() -> sendChanges(first, stop)));
            awaitAcknowledged(200);
            checkpoint = first.get("/api/v1/audit/checkpoint");
            awaitAcknowledged(400);
        } finally {
            first.kill();
            stop.set(true);
        }
        for (Future<?> producer : working) {
            producer.get(60, TimeUnit.SECONDS);
        }
        producers.shutdown();

        ServiceProcess second = ServiceProcess.start(servers.serviceConfig(), log);
        try {
            everythingAcknowledgedIsThere(second);
            resendEverything(second);
            nothingIsDoubled(second);
            everythingIsFolded(second);
            theLogContinues(second, checkpoint.body());
        } finally {
            second.stop();
        }
    }

    private Void sendEvents(ServiceProcess service, AtomicBoolean stop) throws InterruptedException {
        while (!stop.get()) {
            String run = UUID.randomUUID().toString();
            String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "killed", "k-in", "k-out");
            events.put(run, event);
            try {
                HttpResponse<String> answer = service.post("/api/v1/lineage", event);
                if (answer.statusCode() == 201) {
                    acknowledged.put(run, entry(answer));
                }
            } catch (IOException killed) {
                return null;
            }
        }
        return null;
    }

    private Void sendChanges(ServiceProcess service, AtomicBoolean stop) throws InterruptedException {
        while (!stop.get()) {
            long n = counter.incrementAndGet();
            String body = Events.changes(51, n, String.format("%032x", 0xc0ffee00L + n), 2);
            changes.put(n, body);
            try {
                HttpResponse<String> answer = service.post("/api/v1/changes", body);
                if (answer.statusCode() == 201) {
                    acknowledgedChanges.put(n, entry(answer));
                }
            } catch (IOException killed) {
                return null;
            }
        }
        return null;
    }

    private static String entry(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body()).path("entry").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAcknowledged(int many) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (acknowledged.size() < many || acknowledgedChanges.size() < 3) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + acknowledged.size() + " events and "
                        + acknowledgedChanges.size() + " batches were acknowledged");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void everythingAcknowledgedIsThere(ServiceProcess service) throws Exception {
        for (Map.Entry<String, String> one : acknowledged.entrySet()) {
            HttpResponse<String> answer = service.get("/api/v1/audit/entries/" + one.getValue());
            assertThat(answer.statusCode()).as(one.getValue()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body())
                            .path("payload")
                            .path("run")
                            .path("runId")
                            .asText())
                    .isEqualTo(one.getKey());
        }
        for (Map.Entry<Long, String> one : acknowledgedChanges.entrySet()) {
            String trace = String.format("%032x", 0xc0ffee00L + one.getKey());
            JsonNode answer =
                    JSON.readTree(service.get("/api/v1/traces/" + trace).body());
            assertThat(answer.path("transactions").size()).isEqualTo(1);
            assertThat(answer.path("transactions").get(0).path("evidence").asText())
                    .isEqualTo(one.getValue());
        }
    }

    /** As producers do that got no answer, and some that did: the same entry for the same event. */
    private void resendEverything(ServiceProcess service) throws Exception {
        int unacknowledged = 0;
        for (Map.Entry<String, String> event : events.entrySet()) {
            String known = acknowledged.get(event.getKey());
            if (known != null && event.getKey().charAt(0) > '3') {
                continue;
            }
            HttpResponse<String> answer = service.post("/api/v1/lineage", event.getValue());
            if (known == null) {
                unacknowledged++;
                assertThat(answer.statusCode()).isIn(200, 201);
            } else {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(entry(answer)).isEqualTo(known);
            }
        }
        for (Map.Entry<Long, String> batch : changes.entrySet()) {
            HttpResponse<String> answer = service.post("/api/v1/changes", batch.getValue());
            String known = acknowledgedChanges.get(batch.getKey());
            assertThat(answer.statusCode()).isIn(known == null ? List.of(200, 201) : List.of(200));
        }
        System.out.printf(
                "killed after %d events and %d batches were acknowledged; %d events were in flight%n",
                acknowledged.size(), acknowledgedChanges.size(), unacknowledged);
    }

    private void nothingIsDoubled(ServiceProcess service) throws Exception {
        int lineage = 0;
        int batches = 0;
        String next = "";
        do {
            JsonNode page = JSON.readTree(service.get("/api/v1/audit/entries?limit=1000&cursor=" + next)
                    .body());
            for (JsonNode entry : page.path("entries")) {
                if (entry.path("kind").asText().equals("changes")) {
                    batches++;
                } else {
                    lineage++;
                }
            }
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        assertThat(lineage).isEqualTo(events.size());
        assertThat(batches).isEqualTo(changes.size());
    }

    private void everythingIsFolded(ServiceProcess service) throws Exception {
        service.awaitFolded();
        for (String run : events.keySet()) {
            assertThat(service.get("/api/v1/jobs/runs/" + run).statusCode())
                    .as(run)
                    .isEqualTo(200);
        }
    }

    private static void theLogContinues(ServiceProcess service, String checkpointBefore) throws Exception {
        long before =
                Long.parseLong(checkpointBefore.lines().skip(1).findFirst().orElseThrow());
        String after = service.get("/api/v1/audit/checkpoint").body();
        long now = Long.parseLong(after.lines().skip(1).findFirst().orElseThrow());
        assertThat(now).isGreaterThanOrEqualTo(before);
        HttpResponse<String> proof = service.get("/api/v1/audit/proofs/consistency?first=" + before + "&second=" + now);
        assertThat(proof.statusCode()).isEqualTo(200);
    }
}
