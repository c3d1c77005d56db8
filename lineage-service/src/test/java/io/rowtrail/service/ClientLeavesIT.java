package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.neo4j.Neo4jLineageGraph;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/** A question ends in Neo4j soon after its client has left. The peer's went on. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class ClientLeavesIT {
    /** One chain, so that a question about it is as many statements as it is long, if it is one that is never remembered. */
    private static final int LENGTH = 300;

    @Inject
    Driver driver;

    @Inject
    MeterRegistry metrics;

    /** Whoever leaves when the question is about to be answered anyway leaves too late; then another asks. */
    @Test
    void aQuestionEndsWhenItsClientLeaves() throws IOException, InterruptedException {
        chain();
        int asked = 0;
        while (abandoned() == 0) {
            assertThat(asked++).as("questions asked, and none given up").isLessThan(50);
            askAndLeave();
        }
        System.out.printf("of %d questions one was given up%n", asked);
    }

    private double abandoned() {
        return metrics.find("rowtrail.questions.abandoned").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void askAndLeave() throws IOException, InterruptedException {
        URI service = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        try (Socket client = new Socket(service.getHost(), service.getPort())) {
            client.getOutputStream()
                    .write(("GET /api/v1/lineage?direction=downstream&depth=1000&attempted=true&nodeId=dataset:"
                                    + "postgres%3A%2F%2Fwarehouse%3A5432:lake.layer_0.table_0 HTTP/1.1\r\nHost: localhost:"
                                    + service.getPort()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            waitUntil(questions -> questions > 0);
        }
        waitUntil(questions -> questions == 0);
    }

    private void waitUntil(IntPredicate wanted) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (!wanted.test(questions())) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(5);
        }
    }

    private int questions() {
        try (Session session = driver.session()) {
            return session.run("SHOW TRANSACTIONS YIELD metaData WHERE metaData.rowtrail = 'question'"
                            + " RETURN count(*) AS questions")
                    .single()
                    .get("questions")
                    .asInt();
        }
    }

    /** The service has made its constraints when it has folded something. */
    private void chain() {
        given().contentType("application/json")
                .queryParam("wait", "graph")
                .body(Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "leave", "a", "b"))
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
        try (Neo4jLineageGraph graph = new Neo4jLineageGraph(
                driver, "default", Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofMinutes(5))) {
            long from = graph.position("chain").nextIndex();
            List<LoggedFacts> batch = new ArrayList<>();
            for (EventFacts event : new LayeredGraph(LENGTH, LENGTH, 1).events()) {
                batch.add(LoggedFacts.of(new EntryRef("chain", from + batch.size()), Instant.EPOCH, event));
            }
            graph.apply(new Batch("chain", 1, from, from + batch.size(), batch));
        }
    }
}
