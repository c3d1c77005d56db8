package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is known to go wrong in the field when lineage is asked for, each as a test. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class PeerFaultsIT {
    private static String run(String job, String in, String out) {
        String run = UUID.randomUUID().toString();
        for (String type : List.of("START", "COMPLETE")) {
            post(Events.run(run, type, "2026-01-02T03:04:05Z", job, in, out));
        }
        return run;
    }

    private static void post(String event) {
        given().contentType("application/json")
                .queryParam("wait", "graph")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
    }

    @Test
    void aSecondRunDoesNotOrphanTheOutputOfTheFirst() {
        run("pf1", "pf1-in", "pf1-first");
        run("pf1", "pf1-in", "pf1-second");
        given().queryParam("nodeId", "dataset:test:pf1-first")
                .get("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("graph.id", hasItems("dataset:test:pf1-in", "job:test:pf1", "dataset:test:pf1-first"));
        given().get("/api/v1/namespaces/test/jobs/pf1")
                .then()
                .statusCode(200)
                .body("outputs.name", containsInAnyOrder("pf1-first", "pf1-second"))
                .body("latestRun.state", equalTo("COMPLETED"));
    }

    @Test
    void transformationsAreKeptAndIndirectOnesToo() {
        String run = UUID.randomUUID().toString();
        post(Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "pf2", "pf2-in", "pf2-out")
                .replace(
                        "\"transformations\":[{\"type\":\"DIRECT\",\"subtype\":\"IDENTITY\"}]",
                        "\"transformations\":[{\"type\":\"DIRECT\",\"subtype\":\"AGGREGATION\",\"description\":\"sum\","
                                + "\"masking\":true},{\"type\":\"INDIRECT\",\"subtype\":\"GROUP_BY\"}]"));
        String inputs = "graph.find{it.id=='datasetField:test:pf2-out:b'}.data.inputFields.";
        given().queryParam("nodeId", "datasetField:test:pf2-out:b")
                .get("/api/v1/column-lineage")
                .then()
                .statusCode(200)
                .body(inputs + "transformationType", containsInAnyOrder("DIRECT", "INDIRECT"))
                .body(inputs + "transformationSubtype", containsInAnyOrder("AGGREGATION", "GROUP_BY"))
                .body(inputs + "masking", hasItems(true));
        given().queryParam("nodeId", "datasetField:test:pf2-in:a")
                .queryParam("withDownstream", "true")
                .get("/api/v1/column-lineage")
                .then()
                .statusCode(200)
                .body("graph.id", hasItems("datasetField:test:pf2-out:b"));
    }

    @Test
    void malformedQuestionsAreRefusedWithTheirPlace() {
        run("pf3", "pf3-in", "pf3-out");
        String node = "nodeId=dataset:test:pf3-in";
        for (String[] bad : new String[][] {
            {"/api/v1/lineage", "nodeId"},
            {"/api/v1/lineage?nodeId=nonsense", "nodeId"},
            {"/api/v1/lineage?nodeId=run:x", "nodeId"},
            {"/api/v1/lineage?" + node + "&depth=-1", "depth"},
            {"/api/v1/lineage?" + node + "&depth=many", "depth"},
            {"/api/v1/lineage?" + node + "&asOf=yesterday", "asOf"},
            {"/api/v1/lineage?" + node + "&knownAt=2026-13-01T00:00:00Z", "knownAt"},
            {"/api/v1/lineage?" + node + "&limit=0", "limit"},
            {"/api/v1/lineage?" + node + "&cursor=xx", "cursor"},
            {"/api/v1/lineage?" + node + "&direction=sideways", "direction"},
            {"/api/v1/column-lineage?nodeId=job:test:pf3", "nodeId"},
            {"/api/v1/impact?" + node + "&timeout=0", "timeout"},
            {"/api/v1/path?from=dataset:test:pf3-in&to=datasetField:test:pf3-out:b", "to"},
            {"/api/v1/path?from=dataset:test:pf3-in", "to"},
            {"/api/v1/diff?" + node + "&from=2026-01-01T00:00:00Z&to=soon", "to"},
            {"/api/v1/diff?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", "nodeId"},
            {"/api/v1/search?q=%20", "q"},
            {"/api/v1/search?q=x&sort=beauty", "sort"},
            {"/api/v1/search?q=x&filter=people", "filter"},
            {"/api/v1/events/lineage?sortDirection=up", "sortDirection"},
            {"/api/v1/stats/jobs?period=YEAR", "period"},
            {"/api/v1/namespaces/test/datasets?offset=-1", "offset"},
        }) {
            List<String> pointers = given().urlEncodingEnabled(false)
                    .get(bad[0])
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .extract()
                    .jsonPath()
                    .getList("errors.pointer", String.class);
            assertThat(pointers).as(bad[0]).containsExactly(bad[1]);
        }
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeEnded() {
        run("pf4-a", "pf4-1", "pf4-2");
        run("pf4-b", "pf4-2", "pf4-3");
        run("pf4-c", "pf4-3", "pf4-4");
        List<String> whole = ids("/api/v1/lineage?nodeId=dataset:test:pf4-1&direction=downstream");
        assertThat(whole).hasSize(7);
        String first = "/api/v1/lineage?nodeId=dataset:test:pf4-1&direction=downstream&limit=3";
        assertThat(ids(first)).isEqualTo(whole.subList(0, 3));
        String next = given().get(first).jsonPath().getString("next");
        assertThat(ids(first + "&cursor=" + next)).isEqualTo(whole.subList(3, 6));
        given().get(first).then().body("caveats", hasItems("truncated")).body("frontier", not(equalTo(List.of())));
    }

    private static List<String> ids(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath().getList("graph.id", String.class);
    }

    @Test
    void aLateStartDoesNotTurnAFinishedRunBack() {
        String run = UUID.randomUUID().toString();
        post(Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "pf5", "pf5-in", "pf5-out"));
        post(Events.run(run, "START", "2026-01-02T03:04:00Z", "pf5", "pf5-in", "pf5-out"));
        given().get("/api/v1/jobs/runs/" + run)
                .then()
                .statusCode(200)
                .body("state", equalTo("COMPLETED"))
                .body("startedAt", equalTo("2026-01-02T03:04:00Z"));
    }

    @Test
    void theSameEventTwiceIsStoredOnce() {
        String run = UUID.randomUUID().toString();
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "pf6", "pf6-in", "pf6-out");
        post(event);
        given().contentType("application/json")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("duplicate", equalTo(true));
        given().queryParam("run", run)
                .get("/api/v1/events/lineage")
                .then()
                .statusCode(200)
                .body("totalCount", equalTo(1));
    }

    @Test
    void aRefusedEventLeavesNothingOfItself() {
        String event = Events.run(UUID.randomUUID().toString(), "COMPLETE", "yesterday", "pf7", "pf7-in", "pf7-out");
        for (String bad : List.of(
                event,
                event.replace("yesterday", "2026-01-02T03:04:05Z").replace("\"COMPLETE\"", "[]"),
                "{",
                "[1]",
                "7")) {
            given().contentType("application/json")
                    .body(bad)
                    .post("/api/v1/lineage")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
        run("pf7-other", "pf7-a", "pf7-b");
        for (String path : List.of("jobs/pf7", "datasets/pf7-in", "datasets/pf7-out")) {
            given().get("/api/v1/namespaces/test/" + path).then().statusCode(404);
        }
    }

    @Test
    void nothingIsDeletedByAnyCall() {
        run("pf8", "pf8-in", "pf8-out");
        for (String path : List.of("namespaces/test/jobs/pf8", "namespaces/test/datasets/pf8-out", "namespaces/test")) {
            int status = given().delete("/api/v1/" + path).then().extract().statusCode();
            assertThat(status).as(path).isBetween(400, 499);
        }
        given().get("/api/v1/namespaces/test/jobs/pf8").then().statusCode(200);
    }
}
