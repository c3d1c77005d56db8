package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class QueryIT {
    private static final String JSON = "application/json";

    private static void post(String event) {
        given().contentType(JSON)
                .queryParam("wait", "graph")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201)
                .body("folded", equalTo(true));
    }

    private static String run(String job, String in, String out) {
        String run = UUID.randomUUID().toString();
        post(Events.run(run, "START", "2026-01-02T03:04:05Z", job, in, out));
        post(Events.run(run, "COMPLETE", "2026-01-02T03:05:05Z", job, in, out));
        return run;
    }

    @Test
    void showsWhatWasIngestedAsLineageInMarquezShape() {
        run("q1-first", "q1-a", "q1-b");
        run("q1-second", "q1-b", "q1-c");
        JsonPath answer = given().queryParam("nodeId", "dataset:test:q1-c")
                .queryParam("direction", "upstream")
                .get("/api/v1/lineage")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getList("graph.id", String.class))
                .contains(
                        "dataset:test:q1-a",
                        "dataset:test:q1-b",
                        "dataset:test:q1-c",
                        "job:test:q1-first",
                        "job:test:q1-second");
        assertThat(answer.getList("graph.find{it.id=='dataset:test:q1-b'}.inEdges.origin", String.class))
                .containsExactly("job:test:q1-first");
        assertThat(answer.getList("graph.find{it.id=='dataset:test:q1-b'}.inEdges[0].evidence", String.class))
                .allMatch(entry -> entry.matches("default:\\d+"))
                .isNotEmpty();
        assertThat(answer.getList("caveats")).isEmpty();
    }

    @Test
    void keepsTypeAndSubtypeOfColumnLineage() {
        run("q2", "q2-in", "q2-out");
        given().queryParam("nodeId", "datasetField:test:q2-out:b")
                .get("/api/v1/column-lineage")
                .then()
                .statusCode(200)
                .body("graph.id", hasItems("datasetField:test:q2-out:b", "datasetField:test:q2-in:a"))
                .body(
                        "graph.find{it.id=='datasetField:test:q2-out:b'}.data.inputFields[0].transformationType",
                        equalTo("DIRECT"))
                .body(
                        "graph.find{it.id=='datasetField:test:q2-out:b'}.data.inputFields[0].transformationSubtype",
                        equalTo("IDENTITY"));
    }

    @Test
    void listsTheCatalogue() {
        String run = run("q3/job with spaces", "q3-in", "s3://bucket/q3");
        given().get("/api/v1/namespaces").then().statusCode(200).body("namespaces.name", hasItem("test"));
        given().get("/api/v1/namespaces/test/datasets").then().statusCode(200).body("datasets.name", hasItem("q3-in"));
        given().urlEncodingEnabled(false)
                .get("/api/v1/namespaces/test/datasets/s3%3A%2F%2Fbucket%2Fq3")
                .then()
                .statusCode(200)
                .body("id.name", equalTo("s3://bucket/q3"));
        given().urlEncodingEnabled(false)
                .get("/api/v1/namespaces/test/datasets/s3%3A%2F%2Fbucket%2Fq3/versions")
                .then()
                .statusCode(200)
                .body("versions[0].createdByRun.id", equalTo(run));
        given().urlEncodingEnabled(false)
                .get("/api/v1/namespaces/test/jobs/q3%2Fjob%20with%20spaces/runs")
                .then()
                .statusCode(200)
                .body("runs[0].id", equalTo(run))
                .body("runs[0].state", equalTo("COMPLETED"));
        given().get("/api/v1/jobs/runs/" + run)
                .then()
                .statusCode(200)
                .body("evidence", hasSize(2))
                .body("durationMs", equalTo(60_000));
        given().get("/api/v1/jobs/runs/" + run + "/facets")
                .then()
                .statusCode(200)
                .body("runId", equalTo(run));
        given().queryParam("q", "Q3-IN")
                .get("/api/v1/search")
                .then()
                .statusCode(200)
                .body("results[0].nodeId", equalTo("dataset:test:q3-in"));
        given().queryParam("run", run)
                .get("/api/v1/events/lineage")
                .then()
                .statusCode(200)
                .body("events", hasSize(2))
                .body("events[0].run.runId", equalTo(run))
                .body("entries[0]", matchesPattern("default:\\d+"));
    }

    @Test
    void findsTheColumnEdgeThatTwoRunsDoDifferently() {
        String first = run("q4", "q4-in", "q4-out");
        String second = UUID.randomUUID().toString();
        post(Events.run(second, "COMPLETE", "2026-01-03T03:05:05Z", "q4", "q4-in", "q4-out")
                .replace("\"field\":\"a\"", "\"field\":\"z\""));
        given().queryParam("nodeId", "dataset:test:q4-out")
                .queryParam("from", "run:" + first)
                .queryParam("to", "run:" + second)
                .get("/api/v1/diff")
                .then()
                .statusCode(200)
                .body("same", equalTo(false))
                .body("datasets[0].columnEdges.removed[0].from", equalTo("datasetField:test:q4-in:a"))
                .body("datasets[0].columnEdges.added[0].from", equalTo("datasetField:test:q4-in:z"))
                .body("evidence", not(hasSize(0)));
    }

    @Test
    void answersBadParametersWithTheirName() {
        given().queryParam("nodeId", "nonsense")
                .get("/api/v1/lineage")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("nodeId"));
        given().get("/api/v1/lineage").then().statusCode(400);
        given().queryParam("nodeId", "dataset:test:nowhere-" + UUID.randomUUID())
                .get("/api/v1/lineage")
                .then()
                .statusCode(404);
        given().queryParam("nodeId", "dataset:test:x")
                .queryParam("depth", "many")
                .get("/api/v1/lineage")
                .then()
                .statusCode(anyClientError());
        given().get("/api/v1/jobs/runs/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        given().get("/api/v1/traces/not-a-trace").then().statusCode(400);
        given().get("/api/v1/traces/0af7651916cd43dd8448eb2100000000").then().statusCode(404);
    }

    private static org.hamcrest.Matcher<Integer> anyClientError() {
        return org.hamcrest.Matchers.allOf(
                org.hamcrest.Matchers.greaterThanOrEqualTo(400), org.hamcrest.Matchers.lessThan(500));
    }

    @Test
    void tellsATraceByItsTransactions() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        given().contentType(JSON)
                .body(Events.changes(21, 1, trace, 3))
                .post("/api/v1/changes")
                .then()
                .statusCode(201);
        given().get("/api/v1/traces/00-" + trace + "-b7ad6b7169203331-01")
                .then()
                .statusCode(200)
                .body("traceId", equalTo(trace))
                .body("transactions", hasSize(1))
                .body("transactions[0].tagSource", equalTo("message"))
                .body("transactions[0].origin", equalTo("originated"))
                .body("changes[0].ops.c", equalTo(3))
                .body("missing", hasSize(1))
                .body("evidence", hasSize(1));
        given().queryParam("trace", trace)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .body("entries", hasSize(1))
                .body("entries[0].kind", equalTo("changes"));
        given().queryParam("by", "dataset")
                .get("/api/v1/coverage")
                .then()
                .statusCode(200)
                .body("items[0].value", notNullValue());
    }

    @Test
    void provesWhatItHolds() {
        post(Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "q6", "q6-in", "q6-out"));
        String entry = given().contentType(JSON)
                .body(Events.run(
                        UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "q6", "q6-in", "q6-out"))
                .post("/api/v1/lineage")
                .then()
                .statusCode(201)
                .extract()
                .path("entry");
        long index = Long.parseLong(entry.substring(entry.indexOf(':') + 1));
        given().get("/api/v1/audit/entries/" + entry)
                .then()
                .statusCode(200)
                .body("kind", equalTo("lineage.run"))
                .body("payload.job.name", equalTo("q6"))
                .body("leaf.v", notNullValue());
        given().get("/api/v1/audit/checkpoint")
                .then()
                .statusCode(200)
                .body(containsString("rowtrail.local/audit/default"));
        given().queryParam("index", index)
                .get("/api/v1/audit/proofs/inclusion")
                .then()
                .statusCode(200)
                .body("path", not(hasSize(0)));
        given().queryParam("first", 1)
                .queryParam("second", index + 1)
                .get("/api/v1/audit/proofs/consistency")
                .then()
                .statusCode(200);
        given().queryParam("index", 1_000_000)
                .get("/api/v1/audit/proofs/inclusion")
                .then()
                .statusCode(400);
        given().queryParam("index", 0)
                .queryParam("size", 1_000_000)
                .get("/api/v1/audit/proofs/inclusion")
                .then()
                .statusCode(400);
        given().get("/api/v1/audit/logs/default/checkpoint").then().statusCode(200);
        given().get("/api/v1/audit/logs/default/tile/0/000.p/1").then().statusCode(200);
        given().get("/api/v1/audit/logs/nope/checkpoint").then().statusCode(404);
        given().get("/api/v1/audit/entries/default:99999999").then().statusCode(404);
        JsonPath meta = given().queryParam("log", "default-meta")
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(meta.getList("entries.kind", String.class)).contains("audit.read");
        JsonPath first = given().queryParam("limit", 1)
                .queryParam("proof", "inclusion")
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<String> names = first.getList("entries.entry");
        assertThat(names).containsExactly("default:0");
        given().queryParam("limit", 1)
                .queryParam("cursor", first.getString("next"))
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .body("entries[0].entry", equalTo("default:1"))
                .body("size", equalTo(first.getString("size")));
    }

    @Test
    void registersReports() {
        String body =
                "{\"dataset\":\"dataset:iceberg://lake:gold.revenue\",\"key\":[\"month\",\"family\",\"state\"],\"measures\":[\"revenue\"]}";
        given().contentType(JSON)
                .body(body)
                .put("/api/v1/reports/revenue")
                .then()
                .statusCode(201);
        given().contentType(JSON)
                .body(body)
                .put("/api/v1/reports/revenue")
                .then()
                .statusCode(200);
        given().get("/api/v1/reports")
                .then()
                .statusCode(200)
                .body("reports.name", hasItem("revenue"))
                .body("reports.namespace", hasItem("iceberg://lake"));
        given().contentType(JSON)
                .body("{\"dataset\":7}")
                .put("/api/v1/reports/bad")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/dataset", "/key", "/measures"));
    }
}
