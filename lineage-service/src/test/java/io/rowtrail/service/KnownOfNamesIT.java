package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the graph knows beyond plain edges is told: names, links between jobs, how runs ended, versions, former mappings. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class KnownOfNamesIT {
    private static final String FACET = "{\"_producer\":\"https://example.org\",\"_schemaURL\":"
            + "\"https://openlineage.io/spec/facets/1-0-1/%s.json\",";

    private static void post(String event) {
        given().contentType("application/json")
                .queryParam("wait", "graph")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** An event whose input is also called otherwise. */
    private static String named(String event, String input, String logical) {
        return event.replace(
                "\"name\":\"" + input + "\"}],\"outputs\"",
                "\"name\":\"" + input + "\",\"facets\":{\"symlinks\":" + FACET.formatted("SymlinksDatasetFacet")
                        + "\"identifiers\":[{\"namespace\":\"test\",\"name\":\"" + logical
                        + "\",\"type\":\"TABLE\"}]}}}],\"outputs\"");
    }

    @Test
    void aDatasetIsFoundByEachOfItsNamesAndItsRivalsAreTold() {
        post(named(
                Events.run(id(), "COMPLETE", "2026-02-01T00:00:00Z", "kn1", "kn1-path", "kn1-out"),
                "kn1-path",
                "kn1-table"));
        String logical = "/api/v1/namespaces/test/datasets/kn1-table";
        given().get("/api/v1/namespaces/test/datasets/kn1-path")
                .then()
                .statusCode(200)
                .body("names.name", contains("kn1-table"))
                .body("names[0].kind", equalTo("LOGICAL"))
                .body("names[0].followed", equalTo(true))
                .body("caveats", hasSize(0));
        given().get(logical).then().statusCode(200).body("names[0].kind", equalTo("PHYSICAL"));
        given().queryParam("asOf", "2026-01-01T00:00:00Z").get(logical).then().statusCode(404);
        given().queryParam("nodeId", "dataset:test:kn1-table")
                .get("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("graph.id", hasItems("job:test:kn1", "dataset:test:kn1-out"))
                .body("caveats", hasSize(0));
        post(named(
                Events.run(id(), "COMPLETE", "2026-02-02T00:00:00Z", "kn1", "kn1-path", "kn1-out"),
                "kn1-path",
                "kn1-rival"));
        given().get("/api/v1/namespaces/test/datasets/kn1-path")
                .then()
                .statusCode(200)
                .body("names.name", containsInAnyOrder("kn1-table", "kn1-rival"))
                .body("names.find{it.name=='kn1-rival'}.followed", equalTo(true))
                .body("names.find{it.name=='kn1-table'}.followed", equalTo(false))
                .body("caveats", contains("ambiguousAlias"));
        given().queryParam("nodeId", "dataset:test:kn1-path")
                .get("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("caveats", contains("ambiguousAlias"));
    }

    @Test
    void aJobTellsItsParentAndARunHowItWas() {
        String parent = id();
        String run = id();
        post(Events.run(run, "COMPLETE", "2026-02-03T00:00:00Z", "kn2-child", "kn2-in", "kn2-out")
                .replace(
                        "\"runId\":\"" + run + "\"",
                        "\"runId\":\"" + run + "\",\"facets\":{\"parent\":" + FACET.formatted("ParentRunFacet")
                                + "\"run\":{\"runId\":\"" + parent
                                + "\"},\"job\":{\"namespace\":\"test\",\"name\":\"kn2-parent\"}}}"));
        given().get("/api/v1/namespaces/test/jobs/kn2-child")
                .then()
                .statusCode(200)
                .body("parentJobName", equalTo("kn2-parent"))
                .body("links.kind", contains("PARENT"))
                .body("links[0].origin", equalTo("job:test:kn2-parent"));
        given().get("/api/v1/jobs/runs/" + run)
                .then()
                .statusCode(200)
                .body("parentRun", equalTo(parent))
                .body("parentJob.name", equalTo("kn2-parent"))
                .body("caveats", contains("incompleteLifecycle"));
        post(Events.run(run, "FAIL", "2026-02-03T00:01:00Z", "kn2-child", "kn2-in", "kn2-out"));
        given().get("/api/v1/jobs/runs/" + run)
                .then()
                .statusCode(200)
                .body("state", equalTo("FAILED"))
                .body("caveats", hasItems("conflict", "incompleteLifecycle"));
    }

    @Test
    void columnLineageIsThatOfTheLatestRunUnlessAskedForMore() {
        String first = id();
        String second = id();
        post(Events.run(first, "COMPLETE", "2026-02-04T00:00:00Z", "kn3", "kn3-in", "kn3-out"));
        post(Events.run(second, "COMPLETE", "2026-02-05T00:00:00Z", "kn3", "kn3-in", "kn3-out")
                .replace("\"field\":\"a\"", "\"field\":\"z\""));
        String node = "/api/v1/column-lineage?nodeId=datasetField:test:kn3-out:b";
        given().get(node)
                .then()
                .statusCode(200)
                .body("graph.id", hasItem("datasetField:test:kn3-in:z"))
                .body("graph.id", not(hasItem("datasetField:test:kn3-in:a")));
        String inputs = "graph.find{it.id=='datasetField:test:kn3-out:b'}.data.inputFields";
        given().get(node + "&former=true")
                .then()
                .statusCode(200)
                .body(inputs + ".find{it.field=='z'}.current", equalTo(true))
                .body(inputs + ".find{it.field=='a'}.current", equalTo(false));
        given().get(node + "&asOf=2026-02-04T12:00:00Z").then().statusCode(200).body(inputs + ".field", contains("a"));
        given().get("/api/v1/diff?nodeId=dataset:test:kn3-out&from=2026-02-04T12:00:00Z&to=2026-02-05T12:00:00Z")
                .then()
                .statusCode(200)
                .body("same", equalTo(false))
                .body("datasets[0].columnEdges.removed.from", contains("datasetField:test:kn3-in:a"))
                .body("datasets[0].columnEdges.added.from", contains("datasetField:test:kn3-in:z"));
        given().get("/api/v1/namespaces/test/jobs/kn3/versions")
                .then()
                .statusCode(200)
                .body("totalCount", equalTo(1))
                .body("versions[0].runs", equalTo(2))
                .body("versions[0].latestRun.id", equalTo(second));
    }

    @Test
    void twoDeploysOfAJobAreComparedByTheirNewestRuns() {
        String[] runs = {id(), id()};
        for (int i = 0; i < 2; i++) {
            post(Events.run(runs[i], "COMPLETE", "2026-02-0" + (6 + i) + "T00:00:00Z", "kn4", "kn4-in", "kn4-out")
                    .replace("\"field\":\"a\"", "\"field\":\"a" + i + "\"")
                    .replace(
                            "\"runId\":\"" + runs[i] + "\"",
                            "\"runId\":\"" + runs[i] + "\",\"facets\":{\"rowtrail_trace\":"
                                    + "{\"_producer\":\"https://example.org\",\"_schemaURL\":\"https://example.org/s.json\","
                                    + "\"deployId\":\"v" + i + "\"}}"));
        }
        given().get("/api/v1/diff?nodeId=dataset:test:kn4-out&from=deploy:v0&to=deploy:v1")
                .then()
                .statusCode(200)
                .body("from.id", equalTo(runs[0]))
                .body("to.id", equalTo(runs[1]))
                .body("datasets[0].columnEdges.removed.from", contains("datasetField:test:kn4-in:a0"))
                .body("datasets[0].columnEdges.added.from", contains("datasetField:test:kn4-in:a1"))
                .body("datasets[0].codeVersion.from.deploy", equalTo("v0"))
                .body("datasets[0].codeVersion.to.deploy", equalTo("v1"));
        given().get("/api/v1/namespaces/test/jobs/kn4/versions")
                .then()
                .statusCode(200)
                .body("versions", hasSize(2))
                .body("versions[0].codeVersion.deploy", equalTo("v1"));
        String version = given().get("/api/v1/namespaces/test/jobs/kn4/versions")
                .jsonPath()
                .getString("versions[1].version");
        given().get("/api/v1/namespaces/test/jobs/kn4/versions/" + version)
                .then()
                .statusCode(200)
                .body("latestRun.id", equalTo(runs[0]));
        given().get("/api/v1/diff?nodeId=dataset:test:kn4-out&from=deploy:v0&to=deploy:none")
                .then()
                .statusCode(404);
    }

    @Test
    void theRunsThatMadeWhatARunReadAreTold() {
        String first = id();
        String second = id();
        post(Events.run(first, "COMPLETE", "2026-02-08T00:00:00Z", "kn5-a", "kn5-1", "kn5-2"));
        post(Events.run(second, "COMPLETE", "2026-02-08T01:00:00Z", "kn5-b", "kn5-2", "kn5-3"));
        given().get("/api/v1/runlineage/upstream?runId=" + second)
                .then()
                .statusCode(200)
                .body("runs.run.id", contains(second, first))
                .body("runs[0].inputs[0].producedByRunId", equalTo(first))
                .body("runs[1].inputs[0].producedByRunId", nullValue())
                .body("caveats", hasSize(0));
        given().get("/api/v1/runlineage/upstream?depth=0&runId=" + second)
                .then()
                .statusCode(200)
                .body("runs.run.id", contains(second));
        given().get("/api/v1/runlineage/upstream?runId=" + id()).then().statusCode(404);
        given().get("/api/v1/runlineage/upstream").then().statusCode(400);
    }

    @Test
    void theCatalogueIsAskedAsOfATimeToo() {
        String run = id();
        post(Events.run(run, "START", "2020-01-02T00:00:00Z", "kn6", "kn6-in", "kn6-out"));
        post(Events.run(run, "COMPLETE", "2020-01-04T00:00:00Z", "kn6", "kn6-in", "kn6-out"));
        for (String path : new String[] {
            "/api/v1/namespaces/test", "/api/v1/jobs/runs/" + run + "/facets", "/api/v1/namespaces/test/jobs/kn6",
        }) {
            given().get(path + "?asOf=2020-01-03T00:00:00Z").then().statusCode(200);
            given().get(path + "?asOf=2020-01-01T00:00:00Z").then().statusCode(404);
        }
        given().get("/api/v1/jobs?asOf=2020-01-03T00:00:00Z")
                .then()
                .statusCode(200)
                .body("jobs.name", contains("kn6"))
                .body("jobs[0].latestRun.state", equalTo("RUNNING"));
        given().get("/api/v1/namespaces?asOf=2020-01-01T00:00:00Z")
                .then()
                .statusCode(200)
                .body("namespaces", hasSize(0));
        given().get("/api/v1/namespaces/test/datasets/kn6-out/versions/" + run)
                .then()
                .statusCode(200)
                .body("createdByRun.state", equalTo("COMPLETED"));
        given().get("/api/v1/namespaces/test/datasets/kn6-out/versions/" + run + "?asOf=2020-01-03T00:00:00Z")
                .then()
                .statusCode(200)
                .body("createdByRun.state", equalTo("RUNNING"));
    }
}
