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
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.Limits;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.NodeId;
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
 * How long questions take on a large graph, through the port and over HTTP: many layers of jobs, each reading two datasets and writing one, each
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
    private static final int REQUESTS = LONG ? 300 : 3;
    private static final Limits LIMITS = new Limits(2_000, 40_000, Duration.ofSeconds(10));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(7);

    @Inject
    Driver driver;

    /** A question through HTTP or the port; the client's own parsing counts, which is a part of what a user waits for. */
    private interface Question {
        Answer ask() throws IOException, InterruptedException;
    }

    private record Answer(int nodes, long bytes, boolean cut) {}

    @Test
    void answersLargeQuestionsInTime() throws IOException, InterruptedException {
        LayeredGraph layered = new LayeredGraph(JOBS, LAYERS, COLUMNS);
        fill(layered);
        try (Neo4jLineageGraph graph = graph()) {
            for (int depth : new int[] {5, 10, 20}) {
                measure("lineage by the port, depth " + depth, 50 * depth / 5, () -> {
                    NodeId start = dataset(layered);
                    Lineage lineage = graph.lineage(LineageQuery.of(start, depth, Direction.BOTH)
                                    .within(LIMITS))
                            .orElseThrow();
                    return new Answer(lineage.nodes().size(), 0, lineage.truncated());
                });
            }
            measure("columns by the port, depth 20", 500, () -> {
                NodeId start = column(layered);
                ColumnGraph columns = graph.columnLineage(
                                LineageQuery.of(start, 20, Direction.BOTH).within(LIMITS))
                        .orElseThrow();
                return new Answer(columns.nodes().size(), 0, columns.truncated());
            });
        }
        measure(
                "lineage depth 5",
                100,
                () -> ask("lineage?depth=5&nodeId=", dataset(layered).nodeId()));
        measure(
                "lineage depth 10",
                200,
                () -> ask("lineage?depth=10&nodeId=", dataset(layered).nodeId()));
        measure(
                "lineage depth 20",
                400,
                () -> ask("lineage?depth=20&nodeId=", dataset(layered).nodeId()));
        measure(
                "column lineage both ways depth 20",
                1_000,
                () -> ask(
                        "column-lineage?withDownstream=true&nodeId=",
                        column(layered).nodeId()));
        measure("impact", 1_000, () -> ask("impact?nodeId=", dataset(layered).nodeId()));
        measure("search", 1_000, () -> {
            String name = dataset(layered).nodeId();
            return ask("search?q=", name.substring(name.lastIndexOf(':') + 1));
        });
    }

    private DatasetId dataset(LayeredGraph layered) {
        return layered.dataset(1 + random.nextInt(LAYERS - 1), random);
    }

    private ColumnRef column(LayeredGraph layered) {
        return layered.column(1 + random.nextInt(LAYERS - 1), random);
    }

    private Neo4jLineageGraph graph() {
        return new Neo4jLineageGraph(
                driver, "default", Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofMinutes(5));
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
        try (Neo4jLineageGraph graph = graph()) {
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

    /** The first question, which plans its statements, is told alone; then a quarter as many warm as are measured. */
    private void measure(String what, int target, Question question) throws IOException, InterruptedException {
        long first = timed(question);
        for (int i = 0; i < REQUESTS / 4; i++) {
            question.ask();
        }
        long[] micros = new long[REQUESTS];
        long bytes = 0;
        long nodes = 0;
        int cut = 0;
        for (int i = 0; i < REQUESTS; i++) {
            long began = System.nanoTime();
            Answer answer = question.ask();
            micros[i] = (System.nanoTime() - began) / 1_000;
            nodes += answer.nodes();
            cut += answer.cut() ? 1 : 0;
            bytes += answer.bytes();
        }
        Arrays.sort(micros);
        double p99 = micros[Math.min(REQUESTS - 1, REQUESTS * 99 / 100)] / 1e3;
        System.out.printf(
                "%-34s first %.0f ms  p50 %.1f ms  p95 %.1f ms  p99 %.1f ms  (target %d)  mean %d nodes, %d bytes,"
                        + " %d of %d cut%n",
                what,
                first / 1e3,
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

    private static long timed(Question question) throws IOException, InterruptedException {
        long began = System.nanoTime();
        question.ask();
        return (System.nanoTime() - began) / 1_000;
    }

    private Answer ask(String question, String asked) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/" + question
                                + URLEncoder.encode(asked, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(question).isEqualTo(200);
        JsonNode answer = JSON.readTree(response.body());
        return new Answer(
                answer.path("graph").size() + answer.path("items").size(),
                response.body().length,
                answer.path("caveats").toString().contains("truncated"));
    }
}
