package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.neo4j.Neo4jLineageGraph;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Driver;

/**
 * How long questions take over HTTP on a large graph: many layers of jobs, each reading two datasets and writing one, each
 * column made of two. Small and unmeasured by default; {@code -Plong} has 11,500 datasets and 440,000 column edges, or as many
 * jobs as {@code -Drowtrail.speed.jobs} says.
 */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class LineageSpeedIT {
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final int JOBS = Integer.getInteger("rowtrail.speed.jobs", LONG ? 11_000 : 200);
    private static final int LAYERS = 20;
    private static final int COLUMNS = Integer.getInteger("rowtrail.speed.columns", LONG ? 20 : 3);
    private static final int REQUESTS = LONG ? 200 : 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(7);

    @Inject
    Driver driver;

    @Test
    void answersLargeQuestionsInTime() throws IOException, InterruptedException {
        LayeredGraph layered = new LayeredGraph(JOBS, LAYERS, COLUMNS);
        fill(layered);
        ask("warm", layered, "lineage?depth=20&nodeId=", LAYERS / 2, false);
        measure("lineage depth 5", layered, "lineage?depth=5&nodeId=", false, 100);
        measure("lineage depth 10", layered, "lineage?depth=10&nodeId=", false, 200);
        measure("lineage depth 20", layered, "lineage?depth=20&nodeId=", false, 400);
        measure(
                "column lineage both ways depth 20",
                layered,
                "column-lineage?withDownstream=true&nodeId=",
                true,
                1_000);
        measure("impact", layered, "impact?nodeId=", false, 1_000);
        measure("search", layered, "search?q=", false, 1_000);
    }

    /** The service has made its constraints when it has folded something. */
    private void fill(LayeredGraph layered) {
        given().contentType("application/json")
                .queryParam("wait", "graph")
                .body(Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "speed", "a", "b"))
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
        Instant began = Instant.now();
        try (Neo4jLineageGraph graph = new Neo4jLineageGraph(
                driver, "default", Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofMinutes(5))) {
            List<LoggedFacts> batch = new ArrayList<>();
            long next = graph.position("bulk").nextIndex();
            for (EventFacts event : layered.events()) {
                batch.add(LoggedFacts.of(new EntryRef("bulk", next + batch.size()), Instant.EPOCH, event));
                if (batch.size() == 200 || batch.size() == JOBS) {
                    next = apply(graph, next, batch);
                }
            }
            apply(graph, next, batch);
        }
        System.out.printf(
                "graph of %d jobs, %d column edges a job: folded in %d s%n",
                JOBS, COLUMNS * 2, Duration.between(began, Instant.now()).toSeconds());
    }

    private static long apply(Neo4jLineageGraph graph, long from, List<LoggedFacts> batch) {
        long to = from + batch.size();
        assertThat(graph.apply(new Batch("bulk", 1, from, to, batch))).isInstanceOf(Applied.Folded.class);
        batch.clear();
        return to;
    }

    private void measure(String what, LayeredGraph layered, String question, boolean column, int target)
            throws IOException, InterruptedException {
        long[] micros = new long[REQUESTS];
        long bytes = 0;
        long nodes = 0;
        int cut = 0;
        for (int i = 0; i < REQUESTS; i++) {
            long began = System.nanoTime();
            JsonNode answer = ask(what, layered, question, 1 + random.nextInt(LAYERS - 1), column);
            micros[i] = (System.nanoTime() - began) / 1_000;
            nodes += answer.path("graph").size() + answer.path("items").size();
            cut += answer.path("caveats").toString().contains("truncated") ? 1 : 0;
            bytes += answer.toString().length();
        }
        Arrays.sort(micros);
        double p99 = micros[Math.min(REQUESTS - 1, REQUESTS * 99 / 100)] / 1e3;
        System.out.printf(
                "%-36s p50 %.1f ms  p95 %.1f ms  p99 %.1f ms  (target %d)  mean %d nodes, %d bytes, %d of %d cut%n",
                what,
                micros[REQUESTS / 2] / 1e3,
                micros[Math.min(REQUESTS - 1, REQUESTS * 95 / 100)] / 1e3,
                p99,
                target,
                nodes / REQUESTS,
                bytes / REQUESTS,
                cut,
                REQUESTS);
        if (Boolean.getBoolean("rowtrail.speed.assert")) {
            assertThat(p99).as(what).isLessThan(target);
        }
    }

    /** The client's own parsing counts: it is a part of what a user waits for, and small. */
    private JsonNode ask(String what, LayeredGraph layered, String question, int layer, boolean column)
            throws IOException, InterruptedException {
        String start = column ? layered.column(layer, random) : layered.dataset(layer, random);
        String asked = question.startsWith("search") ? start.substring(start.lastIndexOf(':') + 1) : start;
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/" + question
                                + URLEncoder.encode(asked, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(what).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
