package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.service.FakeWorker.Reply;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inverse query against a worker that answers as told: exact rows, rows that are not there, and what-ifs. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class RecomputeIT {
    private static final String JSON = "application/json";
    private static final int INCARNATION = 43;
    private static boolean told;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    @Inject
    Pool pool;

    FakeWorker worker;

    private static final String SILVER = UUID.randomUUID().toString();
    private static final String GOLD = UUID.randomUUID().toString();
    private static final String UNRECORDED = UUID.randomUUID().toString();
    private static final String PLANLESS = UUID.randomUUID().toString();

    private static String trace(int n) {
        return String.format("%031x%x", 0x43abcdef, n);
    }

    private static long ordinal(long counter) {
        return ChangeOrdinal.of(INCARNATION, counter).value();
    }

    @BeforeEach
    void tell() throws Exception {
        if (told) {
            return;
        }
        told = true;
        for (int n = 1; n <= 3; n++) {
            given().contentType(JSON)
                    .body(Events.changes(INCARNATION, n, trace(n), n == 3 ? 0 : 1))
                    .post("/api/v1/changes")
                    .then()
                    .statusCode(201);
        }
        run(SILVER, "silver43.sales", plan("shop.sale", "", "overwrite"));
        run(GOLD, "gold43.revenue", plan("silver43.sales", ",\"run\":\"" + SILVER + "\",\"whole\":true", "overwrite"));
        run(UNRECORDED, "gold43.unrecorded", "{\"reason\":\"a stream has no one plan\"}");
        run(PLANLESS, "gold43.planless", null);
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            SampleLake sample = new SampleLake(lake);
            TagSet open = TagSet.of(ordinal(1)).opened();
            sample.output("gold43", "revenue", GOLD, Map.of("1997-01", open));
            sample.output("gold43", "unrecorded", UNRECORDED, Map.of("1997-01", open));
            sample.output("gold43", "planless", PLANLESS, Map.of("1997-01", open));
            sample.output("gold43", "foreign", null, Map.of("1997-01", open));
            sample.output("gold43", "emptied", GOLD, Map.of("1997-01", open));
            sample.emptied("gold43", "emptied", GOLD);
        }
    }

    private static String plan(String table, String more, String operation) {
        return "{\"_producer\":\"https://example.org\",\"_schemaURL\":\"https://example.org/plan.json\",\"sql\":\"SELECT 1\","
                + "\"columns\":[\"month\"],\"spark\":\"4.1.2\",\"settings\":{},\"operation\":\"" + operation
                + "\",\"inputs\":[{\"relation\":\"lake." + table + "\",\"namespace\":\"iceberg://lake\",\"name\":\""
                + table
                + "\",\"snapshotId\":\"1\"" + more + "}]}";
    }

    private static void run(String run, String output, String plan) {
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", output, "x", "y")
                .replace(
                        "\"namespace\":\"test\",\"name\":\"y\"",
                        "\"namespace\":\"iceberg://lake\",\"name\":\"" + output + "\"");
        String told = plan == null
                ? event
                : event.replace(
                        "\"run\":{\"runId\":\"" + run + "\"",
                        "\"run\":{\"runId\":\"" + run + "\",\"facets\":{\"rowtrail_plan\":" + plan + "}");
        given().contentType(JSON)
                .queryParam("wait", "graph")
                .body(told)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
    }

    private static RequestSpecification row(String table, String month) {
        return given().queryParam("dataset", "dataset:iceberg://lake:gold43." + table)
                .queryParam("key", "{\"month\":\"" + month + "\"}");
    }

    private static ValidatableResponse exact(String table, String month) {
        return row(table, month)
                .queryParam("mode", "recompute")
                .get("/api/v1/rows/traces")
                .then();
    }

    private static Reply rows(TagSet tags, TagSet absence, String exactness) {
        return Reply.of("{'rows':[{'columns':{'month':'1997-01'},'tags':'" + FakeWorker.set(tags) + "','absence':'"
                + FakeWorker.set(absence) + "','live':true}],'exactness':'" + exactness
                + "','guarantee':'open','reasons':['because']}");
    }

    @Test
    void answersExactlyOnceAndForAll() {
        row("revenue", "1997-01")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("caveats", hasItem("exactWithModeRecompute"));
        worker.answer(
                "recompute", question -> rows(TagSet.of(ordinal(1), ordinal(2)), TagSet.of(ordinal(3), 77), "exact"));
        for (int i = 0; i < 2; i++) {
            exact("revenue", "1997-01")
                    .statusCode(200)
                    .body("exactness", equalTo("exact"))
                    .body("count", equalTo("2"))
                    .body("traces.traceId", contains(trace(1), trace(2)))
                    .body("closed", equalTo(false))
                    .body("absence.count", equalTo("2"))
                    .body("absence.exactness", equalTo("exact"))
                    .body("absence.transactions", contains(Long.toString(ordinal(3))))
                    .body("absence.traces.traceId", contains(trace(3)))
                    .body("guarantee", equalTo("open"))
                    .body("run", equalTo(GOLD))
                    .body("datasetVersion", notNullValue())
                    .body("evidence", hasSize(1))
                    .body("reasons", contains("because"))
                    .body("caveats", contains("unknownOrdinals"));
        }
        assertThat(worker.askedAbout(GOLD).stream().filter(q -> q.path("limit").asInt() == 100 && !q.has("without")))
                .as("the second time it is known")
                .filteredOn(q -> q.path("key").path("month").asText().equals("1997-01"))
                .hasSize(1)
                .allSatisfy(q ->
                        assertThat(q.path("plans").fieldNames()).toIterable().containsExactlyInAnyOrder(SILVER, GOLD));
        given().get("/api/v1/audit/entries?log=default-meta&action=rows.recomputed")
                .then()
                .statusCode(200)
                .body("entries", hasSize(1));
    }

    @Test
    void saysWhyItCannotAndWhatMendsIt() {
        exact("unrecorded", "1997-01").statusCode(422).body("detail", containsString("a stream has no one plan"));
        exact("planless", "1997-01").statusCode(422).body("detail", containsString("recorded no plan"));
        exact("foreign", "1997-01").statusCode(422).body("detail", containsString("something else than a tagged run"));
        exact("nosuch", "1997-01").statusCode(404);
        worker.answer("recompute", question -> Reply.of("{'rows':[],'exactness':'exact','reasons':[]}"));
        exact("revenue", "1900-01").statusCode(404).body("detail", containsString("/api/v1/rows/absence"));
        worker.answer("recompute", question -> Reply.problem(503, "Spark is starting"));
        exact("revenue", "1997-02")
                .statusCode(503)
                .header("Retry-After", "1")
                .body("detail", containsString("Spark is starting"));
        worker.answer("recompute", question -> Reply.problem(422, "snapshot 1 is gone"));
        exact("revenue", "1997-02").statusCode(422).body("detail", containsString("snapshot 1 is gone"));
        worker.answer(
                "recompute",
                question -> Reply.of("{'rows':[],'exactness':'unknown','reasons':['snapshot 1 is gone']}"));
        exact("revenue", "1997-02").statusCode(422).body("detail", containsString("snapshot 1 is gone"));
        worker.answer("recompute", question -> Reply.problem(400, "no column of that name"));
        exact("revenue", "1997-02").statusCode(400).body("errors[0].pointer", equalTo("key"));
        worker.answer("recompute", question -> Reply.of("{'rows':[{'live':true,'tags':'?'}]}"));
        exact("revenue", "1997-02").statusCode(503).body("detail", containsString("another release"));
        row("revenue", "1997-01")
                .queryParam("run", GOLD)
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(400);
        row("revenue", "1997-01")
                .queryParam("mode", "recompute")
                .queryParam("run", SILVER)
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(404);
    }

    @Test
    void doesNotKeepWhatIsNotExact() {
        worker.answer("recompute", question -> rows(TagSet.of(ordinal(1)), TagSet.unknown(), "superset"));
        int before = worker.askedAbout(GOLD).size();
        for (int i = 0; i < 2; i++) {
            exact("revenue", "1997-03")
                    .statusCode(200)
                    .body("exactness", equalTo("superset"))
                    .body("absence.exactness", equalTo("unknown"))
                    .body("closed", equalTo(false));
        }
        assertThat(worker.askedAbout(GOLD)).hasSize(before + 2);
    }

    @Test
    void tellsWhyARowIsNotThere() {
        row("revenue", "1997-01")
                .get("/api/v1/rows/absence")
                .then()
                .statusCode(200)
                .body("present", equalTo(true))
                .body("where", containsString("/api/v1/rows/traces?dataset="));
        worker.answer(
                "absence",
                question -> Reply.of("{'present':false,'ghosts':[{'columns':{},'tags':'"
                        + FakeWorker.set(TagSet.of(ordinal(1))) + "','absence':'"
                        + FakeWorker.set(TagSet.of(ordinal(2))) + "','live':false}],"
                        + "'rejectedBy':[{'operator':'Filter','planPosition':'3','predicate':'quantity > 0','tags':'"
                        + FakeWorker.set(TagSet.of(ordinal(1))) + "'}],'exactness':'exact','reasons':[]}"));
        row("emptied", "1997-01")
                .get("/api/v1/rows/absence")
                .then()
                .statusCode(200)
                .body("present", equalTo(false))
                .body("lastSeen.run", equalTo(GOLD))
                .body("lastSeen.tags.traces.traceId", contains(trace(1)))
                .body("removedBy.traceId", contains(trace(2)))
                .body("rejectedBy[0].operator", equalTo("Filter"))
                .body("rejectedBy[0].predicate", equalTo("quantity > 0"))
                .body("rejectedBy[0].transactions", contains(Long.toString(ordinal(1))))
                .body("rejectedBy[0].traces.traceId", contains(trace(1)))
                .body("never", equalTo(false));
        worker.answer(
                "absence",
                question -> Reply.of("{'present':false,'ghosts':[],'rejectedBy':[],'exactness':'exact','reasons':[]}"));
        row("revenue", "1900-01")
                .get("/api/v1/rows/absence")
                .then()
                .statusCode(200)
                .body("never", equalTo(true))
                .body("lastSeen", nullValue());
        row("revenue", "1900-01")
                .queryParam("run", SILVER)
                .get("/api/v1/rows/absence")
                .then()
                .statusCode(404);
    }

    @Test
    void runsWithoutARequest() throws Exception {
        worker.answer("whatif", question -> Reply.problem(503, "one at a time"));
        String location = whatif(trace(1), "revenue").statusCode(202).extract().header("Location");
        given().get(location)
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("progress.step", notNullValue());
        worker.answer(
                "whatif",
                question -> Reply.of(
                        "{'removed':[{'columns':{'month':'1997-01','revenue':'12.50'}}],"
                                + "'added':[{'columns':{'month':'1997-01','revenue':'2.50'}}],"
                                + "'counts':{'before':'1','after':'1','added':'1','removed':'1'},'exactness':'exact','reasons':[]}"));
        given().contentType(JSON)
                .body(
                        "{\"dataset\":\"dataset:iceberg://lake:gold43.revenue\",\"key\":[\"month\"],\"measures\":[\"revenue\"]}")
                .put("/api/v1/reports/gold43");
        assertThat(ended(location)).isEqualTo("done");
        given().get(location).then().body("without", contains(trace(1))).body("counts.before", equalTo("1"));
        String paired = whatif(trace(2), "revenue").statusCode(202).extract().header("Location");
        assertThat(ended(paired)).isEqualTo("done");
        given().get(paired)
                .then()
                .body("changed[0].key.month", equalTo("1997-01"))
                .body("changed[0].before.revenue", equalTo("12.50"))
                .body("changed[0].after.revenue", equalTo("2.50"))
                .body("added", hasSize(0))
                .body("removed", hasSize(0))
                .body("counts.changed", equalTo("1"))
                .body("exactness", equalTo("exact"));
        assertThat(whatif(trace(2), "revenue").statusCode(202).extract().header("Location"))
                .isEqualTo(paired);
        worker.answer("whatif", question -> Reply.problem(422, "the snapshot is gone"));
        String refused = given().contentType(JSON)
                .body("{\"without\":[\"" + trace(2) + "\"],\"report\":\"gold43\",\"key\":{\"month\":\"1997-01\"}}")
                .post("/api/v1/whatif")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        assertThat(ended(refused)).isEqualTo("failed");
        given().get(refused).then().body("reason", containsString("the snapshot is gone"));
    }

    @Test
    void takesARequestWithoutWritesForOneThatChangedNothing() throws Exception {
        String location = whatif(trace(3), "revenue").statusCode(202).extract().header("Location");
        assertThat(ended(location)).isEqualTo("done");
        given().get(location)
                .then()
                .body("changed", hasSize(0))
                .body("added", hasSize(0))
                .body("counts.removed", equalTo("0"))
                .body("caveats", hasItem("noWrites"));
        whatif("4bf92f3577b34da6a3ce929d0e0e47ff", "revenue")
                .statusCode(404)
                .body("detail", containsString("4bf92f3577b34da6a3ce929d0e0e47ff"));
        whatif("nonsense", "revenue").statusCode(400).body("errors[0].pointer", equalTo("/without/0"));
        whatif(trace(1), "nosuch").statusCode(404);
        given().get("/api/v1/whatif/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void runsNoMoreAtOnceThanItMay() throws Exception {
        worker.answer("whatif", question -> Reply.problem(503, "one at a time"));
        List<String> running = List.of(
                ofMonth("1997-05").statusCode(202).extract().header("Location"),
                ofMonth("1997-06").statusCode(202).extract().header("Location"));
        ofMonth("1997-07").statusCode(503).header("Retry-After", notNullValue());
        worker.answer("whatif", question -> Reply.problem(422, "no more"));
        for (String location : running) {
            assertThat(ended(location)).isEqualTo("failed");
        }
    }

    @Test
    void knowsAJobOfAServiceThatStoppedForFailed() {
        UUID id = UUID.randomUUID();
        pool.preparedQuery(
                        "insert into rowtrail.whatif_job (id, tenant, asked_by, question, dataset, asked, state, started_at,"
                                + " alive_at) values ($1, 'default', 'local', '\\x01', 'dataset:iceberg://lake:gold43.revenue', '{}', 'running',"
                                + " now() - interval '2 minutes', now() - interval '1 minute')")
                .execute(Tuple.of(id))
                .await()
                .indefinitely();
        given().get("/api/v1/whatif/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("failed"))
                .body("reason", containsString("has stopped"));
    }

    private static ValidatableResponse ofMonth(String month) {
        return given().contentType(JSON)
                .body("{\"without\":[\"" + trace(1)
                        + "\"],\"dataset\":\"dataset:iceberg://lake:gold43.revenue\",\"key\":{\"month\":\"" + month
                        + "\"}}")
                .post("/api/v1/whatif")
                .then();
    }

    private static ValidatableResponse whatif(String trace, String table) {
        return given().contentType(JSON)
                .body("{\"without\":[\"" + trace + "\"],\"dataset\":\"dataset:iceberg://lake:gold43." + table + "\"}")
                .post("/api/v1/whatif")
                .then();
    }

    private static String ended(String location) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            String state =
                    given().get(location).then().statusCode(200).extract().path("state");
            if (!List.of("running").contains(state)) {
                return state;
            }
            Thread.sleep(100);
        }
        return "running";
    }
}
