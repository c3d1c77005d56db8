package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions about other times, and what cannot be asked of them. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class TimeTravelIT {
    private static final String BEFORE = "2026-01-01T00:00:00Z";
    private static final String AFTER = "2026-01-03T00:00:00Z";

    @BeforeEach
    void tell() {
        post(Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "tt", "tt-in", "tt-out"));
    }

    private static void post(String event) {
        given().contentType("application/json")
                .queryParam("wait", "graph")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse ask(String path) {
        return given().urlEncodingEnabled(false).get("/api/v1/" + path).then();
    }

    @Test
    void whatNobodyHadToldOfByThenIsNotThere() {
        for (String question : List.of(
                "lineage?nodeId=dataset:test:tt-in",
                "lineage?nodeId=job:test:tt",
                "column-lineage?nodeId=datasetField:test:tt-out:b",
                "impact?nodeId=dataset:test:tt-in",
                "path?from=dataset:test:tt-in&to=dataset:test:tt-out")) {
            ask(question + "&asOf=" + BEFORE).statusCode(404);
            ask(question + "&knownAt=" + BEFORE).statusCode(404);
            ask(question + "&asOf=" + AFTER).statusCode(200);
            ask(question + "&knownAt=" + Instant.now().plusSeconds(5)).statusCode(200);
        }
    }

    @Test
    void whatChangedBetweenTwoTimesIsToldWithItsEntries() {
        ask("diff?nodeId=dataset:test:tt-out&from=" + BEFORE + "&to=" + AFTER)
                .statusCode(200)
                .body("same", equalTo(false))
                .body("datasets[0].edges.added.origin", hasItem("dataset:test:tt-in"))
                .body("datasets[0].columnEdges.added.from", hasItem("datasetField:test:tt-in:a"))
                .body("caveats", hasSize(0))
                .body("evidence", hasItem(matchesPattern("default:\\d+")));
        ask("diff?nodeId=dataset:test:tt-out&from=" + AFTER + "&to=" + AFTER)
                .statusCode(200)
                .body("same", equalTo(true))
                .body("evidence", hasSize(0));
    }

    @Test
    void listsAreAsTheyWere() {
        ask("namespaces/test/datasets?asOf=" + BEFORE).statusCode(200).body("datasets.name", not(hasItem("tt-in")));
        ask("namespaces/test/datasets?limit=1000&asOf=" + AFTER)
                .statusCode(200)
                .body("datasets.name", hasItem("tt-in"));
        ask("sources/test?asOf=1990-01-01T00:00:00Z").statusCode(404);
        ask("sources/test?asOf=" + AFTER).statusCode(200).body("name", equalTo("test"));
        ask("sources?asOf=1990-01-01T00:00:00Z").statusCode(200).body("sources", hasSize(0));
        ask("sources?limit=1000&knownAt=" + Instant.now().plusSeconds(5))
                .statusCode(200)
                .body("sources.name", hasItem("test"));
    }

    @Test
    void statisticsEndAtTheTimeAskedForAndSayWhatTheyCannotTell() {
        ask("stats/datasets?period=DAY&asOf=1990-01-01T00:00:00Z")
                .statusCode(200)
                .body("[23].count", equalTo(0))
                .body("[23].startInterval", equalTo("1990-01-01T00:00:00Z"));
        ask("stats/datasets?period=DAY&knownAt=" + AFTER)
                .statusCode(400)
                .body("errors[0].pointer", equalTo("knownAt"))
                .body("detail", matchesPattern(".*asOf.*"));
        ask("stats/lineage-events?period=WEEK&knownAt=1990-01-01T00:00:00Z")
                .statusCode(200)
                .body("complete.sum()", equalTo(0));
        ask("stats/lineage-events?period=WEEK&asOf=" + AFTER)
                .statusCode(400)
                .body("errors[0].pointer", equalTo("asOf"))
                .body("detail", matchesPattern(".*knownAt.*"));
    }

    @Test
    void theRunOfEventsMustBeOne() {
        ask("events/lineage?run=soon").statusCode(400).body("errors[0].pointer", equalTo("run"));
    }

    @Test
    void windowsOfAStreamAreTold() {
        String run = UUID.randomUUID().toString();
        for (int minute = 1; minute <= 3; minute++) {
            post(Events.run(run, "RUNNING", "2026-01-02T03:0" + minute + ":00Z", "tt-stream", "tt-topic", "tt-window")
                    .replace(
                            "\"name\":\"tt-stream\"}",
                            "\"name\":\"tt-stream\",\"facets\":{\"jobType\":{\"_producer\":\"https://example.org\","
                                    + "\"_schemaURL\":\"https://openlineage.io/spec/facets/2-0-4/JobTypeJobFacet.json\","
                                    + "\"processingType\":\"STREAMING\",\"integration\":\"FLINK\",\"jobType\":\"JOB\","
                                    + "\"emissionPattern\":{\"eventTrigger\":\"PERIODIC\","
                                    + "\"eventContentMode\":\"COMPLETE_SNAPSHOT\",\"windowDuration\":60}}}}"));
        }
        ask("jobs/runs/" + run)
                .statusCode(200)
                .body("state", equalTo("RUNNING"))
                .body("effect", equalTo("effective"))
                .body("windows.count", equalTo(3))
                .body("windows.from", equalTo("2026-01-02T03:00:00Z"))
                .body("windows.to", equalTo("2026-01-02T03:03:00Z"));
        ask("namespaces/test/jobs/tt-stream").statusCode(200).body("type", equalTo("STREAM"));
        ask("impact?nodeId=dataset:test:tt-topic")
                .statusCode(200)
                .body("items.nodeId", containsInAnyOrder("dataset:test:tt-window", "job:test:tt-stream"));
    }

    @Test
    void linesThatWereCutSayWhereToGoOn() {
        String question = "/api/v1/impact?nodeId=dataset:test:tt-in&limit=2";
        String next = given().accept("text/csv")
                .get(question)
                .then()
                .statusCode(200)
                .header("Rowtrail-Caveats", equalTo("truncated"))
                .body(startsWith("nodeId,type,distance\r\n"))
                .extract()
                .header("Rowtrail-Next");
        assertThat(next).isNotNull();
        given().accept("text/csv")
                .get(question + "&cursor=" + next)
                .then()
                .statusCode(200)
                .body(matchesPattern("(?s)nodeId,type,distance\r\n\"[^\"]+\",(JOB|DATASET),1\r\n"));
    }
}
