package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.service.wire.EventTexts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The front door of the packaged service, in the heap it promises to need, as careless and as hostile senders meet it.
 * Whatever comes: no 5xx, an answer in time, a pointer with every refusal, and in the log exactly what was acknowledged.
 */
class FrontDoorIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final int BODIES = LONG ? 200_000 : 1_500;
    private static final int LARGE_BODIES = LONG ? 8 : 5;
    private static final int SENDERS = 8;
    private static final int MOST_ITEMS = 500;

    /** Every entry that was acknowledged by any test. */
    private static final Set<String> ACKNOWLEDGED = new ConcurrentSkipListSet<>();

    @TempDir
    static Path directory;

    private static LocalServers servers;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        servers = LocalServers.start();
        Map<String, String> config = new HashMap<>(servers.serviceConfig());
        config.put("rowtrail.quarantine.max-items", Integer.toString(MOST_ITEMS));
        service = ServiceProcess.start(config, directory.resolve("service.log"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (service != null) {
            service.stop();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @AfterEach
    void theLogHoldsExactlyWhatWasAcknowledged() throws Exception {
        assertThat(service.isAlive()).as("the service still runs").isTrue();
        Set<String> logged = new ConcurrentSkipListSet<>();
        String next = "";
        do {
            JsonNode page = JSON.readTree(service.get("/api/v1/audit/entries?limit=1000&cursor=" + next)
                    .body());
            for (JsonNode entry : page.path("entries")) {
                assertThat(entry.path("kind").asText()).startsWith("lineage.");
                logged.add(entry.path("entry").asText());
            }
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        assertThat(logged).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void takesNothingAmissOfNastyBodies() throws Exception {
        for (NastyBodies.Nasty nasty : NastyBodies.all()) {
            HttpResponse<String> answer = send(nasty.name(), "/api/v1/lineage", nasty.body());
            assertThat(answer.statusCode())
                    .as(nasty.name() + ": " + answer.body())
                    .isIn(nasty.statuses());
        }
    }

    /** An event is never lost for its size below the limit: it is kept byte for byte, and the graph has a summary. */
    @Test
    void takesAnEventOfNearlyThirtyTwoMegabytes() throws Exception {
        byte[] body = NastyBodies.large(31 << 20);
        HttpResponse<String> answer = send("31 MB", "/api/v1/lineage?wait=graph", body);
        assertThat(answer.statusCode()).isEqualTo(201);
        String entry = JSON.readTree(answer.body()).path("entry").asText();
        HttpResponse<String> stored = service.get("/api/v1/audit/entries/" + entry);
        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(stored.body()).contains(new String(body, StandardCharsets.UTF_8));
        assertThat(stored.body()).contains("\"SUMMARISED\"");
    }

    @Test
    void survivesManyLargeBodiesAtOnce() throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        ExecutorService senders = Executors.newFixedThreadPool(LARGE_BODIES);
        for (int i = 0; i < LARGE_BODIES; i++) {
            byte[] body = NastyBodies.large(20 << 20);
            answers.add(senders.submit(() -> {
                HttpResponse<String> answer = send("20 MB", "/api/v1/lineage", body);
                if (answer.statusCode() == 503) {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
                return answer.statusCode();
            }));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get(120, TimeUnit.SECONDS));
        }
        senders.shutdown();
        assertThat(statuses).contains(201).allMatch(status -> status == 201 || status == 503);
    }

    @Test
    void namesTheLargestFacetOfABodyThatIsTooLarge() throws Exception {
        byte[] body = NastyBodies.large(33 << 20);
        for (byte[] sent : List.of(body, Mutations.zipped(body))) {
            HttpResponse<String> answer = sent == body
                    ? send("33 MB", "/api/v1/lineage", sent)
                    : send("33 MB", "/api/v1/lineage", sent, "Content-Encoding", "gzip");
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(JSON.readTree(answer.body()).at("/errors/0/pointer").asText())
                    .isEqualTo("/outputs/0/facets/columnLineage");
        }
        HttpResponse<String> bomb =
                send("bomb", "/api/v1/lineage", Mutations.zipped(new byte[200 << 20]), "Content-Encoding", "gzip");
        assertThat(bomb.statusCode()).isEqualTo(413);
    }

    @Test
    void answersEveryMutatedBody() throws Exception {
        long seed = Long.getLong("rowtrail.seed", 20261123L);
        List<String> documents =
                FixtureBodies.all().stream().map(FixtureBodies.Document::body).toList();
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        AtomicInteger left = new AtomicInteger(BODIES);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Mutations mutations = new Mutations(seed + i, documents);
            working.add(senders.submit(() -> {
                while (left.getAndDecrement() > 0) {
                    statuses.merge(sendOne(mutations.next(), seed), 1, Integer::sum);
                }
                return null;
            }));
        }
        for (Future<?> one : working) {
            one.get();
        }
        senders.shutdown();
        System.out.printf("seed %d: %d mutated bodies: %s%n", seed, BODIES, new TreeMap<>(statuses));
        assertThat(statuses.keySet()).allMatch(status -> status < 500).contains(201, 400);
        JsonNode kept =
                JSON.readTree(service.get("/api/v1/quarantine?limit=1000").body());
        assertThat(kept.path("items").size()).isBetween(MOST_ITEMS / 2, MOST_ITEMS + MOST_ITEMS / 50);
    }

    private static int sendOne(Mutations.Request request, long seed) throws Exception {
        List<String> headers = new ArrayList<>();
        headers.addAll(
                List.of("Content-Type", request.contentType().isEmpty() ? "application/json" : request.contentType()));
        if (!request.encoding().isEmpty()) {
            headers.addAll(List.of("Content-Encoding", request.encoding()));
        }
        String what = "seed " + seed + ": " + new String(request.body(), StandardCharsets.UTF_8);
        return send(what, request.path(), request.body(), headers.toArray(String[]::new))
                .statusCode();
    }

    /** Sends, notes what was acknowledged, and holds every answer to what every answer must be. */
    private static HttpResponse<String> send(String what, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        String[] all = headers.length > 0 && headers[0].equals("Content-Type")
                ? headers
                : Stream.concat(Stream.of("Content-Type", "application/json"), Arrays.stream(headers))
                        .toArray(String[]::new);
        HttpResponse<String> answer = service.post(path, body, all);
        JsonNode json = JSON.readTree(answer.body());
        if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(what)
                    .startsWith("application/problem+json");
            if (answer.statusCode() < 500) {
                assertThat(json.at("/errors/0/pointer").isTextual())
                        .as(what + " -> " + json)
                        .isTrue();
                assertThat(json.at("/errors/0/detail").asText()).as(what).isNotEmpty();
            }
        } else if (path.endsWith("/batch")) {
            acknowledge(json, body);
        } else {
            ACKNOWLEDGED.add(json.path("entry").asText());
        }
        return answer;
    }

    /** A batch is answered without names: the same texts sent alone are known and name their entries. */
    private static void acknowledge(JsonNode answer, byte[] body) throws IOException, InterruptedException {
        Set<Integer> failed = ConcurrentHashMap.newKeySet();
        answer.path("failed_events").forEach(one -> failed.add(one.path("index").asInt()));
        assertThat(answer.at("/summary/received").asInt())
                .isEqualTo(answer.at("/summary/successful").asInt() + failed.size());
        List<EventTexts.Slice> texts = ((EventTexts.Cut.Texts) EventTexts.of(body)).slices();
        assertThat(answer.at("/summary/received").asInt()).isEqualTo(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            if (!failed.contains(i)) {
                byte[] text = Arrays.copyOfRange(
                        body, texts.get(i).from(), texts.get(i).to());
                HttpResponse<String> known = service.post("/api/v1/lineage", text, "Content-Type", "application/json");
                assertThat(known.statusCode()).isEqualTo(200);
                ACKNOWLEDGED.add(JSON.readTree(known.body()).path("entry").asText());
            }
        }
    }

    @Test
    void tellsProducersToComeBackWhilePostgresqlIsDownAndLosesNothing() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger putOff = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            working.add(senders.submit(() -> sendUntilTaken(stop, putOff)));
        }
        TimeUnit.SECONDS.sleep(1);
        servers.stopPostgres();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (putOff.get() < 3 * SENDERS && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        servers.startPostgres();
        TimeUnit.SECONDS.sleep(2);
        stop.set(true);
        for (Future<?> one : working) {
            one.get(60, TimeUnit.SECONDS);
        }
        senders.shutdown();
        assertThat(putOff.get()).as("answers 503").isGreaterThanOrEqualTo(3 * SENDERS);
    }

    /** As a producer does: the same event again until it is acknowledged. */
    private static Void sendUntilTaken(AtomicBoolean stop, AtomicInteger putOff) throws Exception {
        while (!stop.get()) {
            byte[] event = Events.run(
                            UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "outage", "in", "out")
                    .getBytes(StandardCharsets.UTF_8);
            HttpResponse<String> answer = send("outage", "/api/v1/lineage", event);
            while (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(JSON.readTree(answer.body()).path("retriable").asBoolean())
                        .isTrue();
                putOff.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(200);
                answer = send("outage", "/api/v1/lineage", event);
            }
            assertThat(answer.statusCode()).isIn(200, 201);
        }
        return null;
    }
}
