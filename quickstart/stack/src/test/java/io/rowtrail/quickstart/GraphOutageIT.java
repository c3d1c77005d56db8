package io.rowtrail.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neo4j killed before and during a load: all of it is accepted, all of it is in the graph once Neo4j is back. */
class GraphOutageIT {
    /** Kept short in the ordinary build. */
    private static final int EVENTS = Boolean.getBoolean("rowtrail.long") ? 10_000 : 600;

    private static final int AT_ONCE = 50;
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path temporary;

    private StackUnderTest stack;
    private URI service;

    @BeforeEach
    void up() throws Exception {
        assumeTrue(
                StackUnderTest.packaged("quickstart/neo4j-server/target/classpath")
                        && StackUnderTest.packaged("lineage-service/target/quarkus-app/quarkus-run.jar"),
                "skipped: quickstart/neo4j-server or lineage-service is not packaged");
        stack = new StackUnderTest(temporary.resolve("state"));
        assertThat(stack.run("up").code()).isZero();
        service = URI.create("http://127.0.0.1:"
                + stack.records().read("service").orElseThrow().port());
    }

    @AfterEach
    void down() {
        if (stack != null) {
            stack.run("down");
        }
    }

    @Test
    void allIsAcceptedWithoutNeo4jAndFoldedAfter() throws Exception {
        post(0, AT_ONCE);
        awaitFolded(AT_ONCE);

        killNeo4j();
        post(AT_ONCE, AT_ONCE + EVENTS);
        assertThat(client.send(get("/q/health/ready"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(stack.run("up", "--only", "neo4j").code()).isZero();
        // killed once more while it catches up
        TimeUnit.MILLISECONDS.sleep(1_500);
        killNeo4j();
        assertThat(stack.run("up", "--only", "neo4j").code()).isZero();

        awaitFolded(AT_ONCE + EVENTS);
        List<String> graph = export();
        assertThat(graph.stream().filter(line -> line.contains("\"kind\":\"run\"")))
                .hasSize(AT_ONCE + EVENTS);

        assertThat(client.send(
                                request("/api/v1/graph/replay")
                                        .POST(BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!export().equals(graph) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        assertThat(export()).isEqualTo(graph);
    }

    private void killNeo4j() throws InterruptedException {
        for (ProcessHandle process : stack.processes(List.of("neo4j"))) {
            process.destroyForcibly();
            StackUnderTest.awaitEnd(process);
        }
    }

    private void post(int from, int to) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int run = from; run < to; run++) {
            answers.add(client.sendAsync(
                    request("/api/v1/lineage")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(event(run)))
                            .build(),
                    BodyHandlers.ofString()));
            if (answers.size() == AT_ONCE) {
                answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
                answers.clear();
            }
        }
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
    }

    private void awaitFolded(int entries) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (folded() < entries) {
            assertThat(System.nanoTime()).as("folded in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private long folded() throws Exception {
        JsonNode health = new ObjectMapper()
                .readTree(client.send(get("/q/health/well"), BodyHandlers.ofString())
                        .body());
        for (JsonNode check : health.path("checks")) {
            if (check.path("data").has("graph.index")) {
                return check.path("data").path("graph.index").asLong();
            }
        }
        throw new AssertionError("no graph in " + health);
    }

    private List<String> export() throws Exception {
        return client.send(get("/api/v1/graph/export"), BodyHandlers.ofLines())
                .body()
                .toList();
    }

    private HttpRequest get(String path) {
        return request(path).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path));
    }

    private static String event(int run) {
        return """
                {"eventType":"COMPLETE","eventTime":"%s","producer":"p","schemaURL":"s",
                 "run":{"runId":"00000000-0000-4000-8000-%012d"},"job":{"namespace":"jobs","name":"job_%d"},
                 "inputs":[{"namespace":"db","name":"in_%d"}],"outputs":[{"namespace":"db","name":"out_%d"}]}""".formatted(FIRST.plusSeconds(run), run, run % 20, run % 7, run % 20);
    }
}
