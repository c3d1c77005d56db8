package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.service.wire.MaskingPass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class IngestIT {
    private static final String JSON = "application/json";

    static String event(String run) {
        return Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "ingest-job", "in", "out");
    }

    @Test
    void answersAnEventWithItsEntryAndKnowsItAgain() {
        String event = event(UUID.randomUUID().toString());
        String entry = given().contentType(JSON)
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201)
                .header("Rowtrail-Log-Epoch", notNullValue())
                .body("entry", matchesPattern("default:\\d+"))
                .body("leafHash", matchesPattern("[0-9a-f]{64}"))
                .body("duplicate", equalTo(false))
                .body("salt", matchesPattern("[0-9a-f]+"))
                .extract()
                .path("entry");
        given().contentType(JSON)
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("entry", equalTo(entry))
                .body("duplicate", equalTo(true));
    }

    @Test
    void readsGzip() {
        byte[] event = event(UUID.randomUUID().toString()).getBytes(StandardCharsets.UTF_8);
        given().contentType(JSON)
                .header("Content-Encoding", "gzip")
                .body(Mutations.zipped(event))
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
    }

    @Test
    void pointsAtWhatIsWrong() {
        given().contentType(JSON)
                .body("{\"eventTime\":\"2026-01-02T03:04:05Z\",\"run\":{\"runId\":\"not-a-uuid\"},"
                        + "\"job\":{\"namespace\":\"n\",\"name\":\"j\"}}")
                .post("/api/v1/lineage")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo("/run/runId"))
                .body("retriable", equalTo(false));
    }

    @Test
    void refusesWhatIsNotJsonOrNotUtf8OrEmptyWithoutA5xx() {
        for (byte[] body : new byte[][] {
            "{".getBytes(StandardCharsets.UTF_8), {(byte) 0xff, (byte) 0xfe}, "[]".getBytes(StandardCharsets.UTF_8)
        }) {
            given().contentType(JSON).body(body).post("/api/v1/lineage").then().statusCode(400);
        }
        given().contentType(JSON).post("/api/v1/lineage").then().statusCode(400);
        given().contentType("text/plain")
                .body("x")
                .post("/api/v1/lineage")
                .then()
                .statusCode(415)
                .body("errors[0].pointer", equalTo("Content-Type"));
        given().contentType(JSON)
                .header("Content-Encoding", "br")
                .body("x")
                .post("/api/v1/lineage")
                .then()
                .statusCode(415)
                .body("errors[0].pointer", equalTo("Content-Encoding"));
        given().contentType(JSON)
                .header("Content-Encoding", "gzip")
                .body("{}")
                .post("/api/v1/lineage")
                .then()
                .statusCode(400);
    }

    /** As INDEX.md says: taken, and given back as it came but for what is masked; or refused with a pointer and kept. */
    @Test
    void takesEveryFixtureButThoseThatAreNoEvents() {
        for (FixtureBodies.Document document : FixtureBodies.all()) {
            var answer = given().contentType(JSON)
                    .body(document.body().getBytes(StandardCharsets.UTF_8))
                    .post("/api/v1/lineage");
            if (!document.good()) {
                assertThat(answer.statusCode()).as(document.name()).isEqualTo(400);
                assertThat(answer.jsonPath().getString("errors[0].pointer")).isNotNull();
                continue;
            }
            assertThat(answer.statusCode()).as(document.name()).isIn(200, 201);
            String entry = answer.jsonPath().getString("entry");
            String stored = given().get("/api/v1/audit/entries/" + entry).asString();
            assertThat(stored).as(document.name()).contains(masked(document.body()));
        }
    }

    private static String masked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MaskingPass.Outcome.Json json = (MaskingPass.Outcome.Json) MaskingPass.over(bytes, 0, bytes.length);
        return new String(json.text().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void storesNoCredential() {
        String event = event(UUID.randomUUID().toString())
                .replace(
                        "\"name\":\"ingest-job\"",
                        "\"name\":\"ingest-job\",\"facets\":{\"conf\":{\"_producer\":\"p\",\"_schemaURL\":\"s\","
                                + "\"spark.hadoop.fs.s3a.secret.key\":\"hunter2\",\"url\":\"jdbc:postgresql://u:hunter2@db/x?password=hunter2&ssl=1\","
                                + "\"list\":[{\"value\":\"hunter2\",\"name\":\"db.password\"}]}}");
        String entry = given().contentType(JSON)
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201)
                .extract()
                .path("entry");
        String stored = given().get("/api/v1/audit/entries/" + entry)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(stored).doesNotContain("hunter2").contains("ssl=1", "[masked]");
    }

    @Test
    void refusesNamesThatNoStoreCanIndex() {
        String good = event(UUID.randomUUID().toString());
        for (String body : List.of(
                good.replace("ingest-job", "ingest\\u0000job"),
                good.replace("\"name\":\"in\"", "\"name\":\"i\\u0000n\""),
                good.replace("\"name\":\"in\"", "\"name\":\"" + "n".repeat(3_000) + "\""))) {
            given().contentType(JSON).body(body).post("/api/v1/lineage").then().statusCode(400);
        }
        given().contentType(JSON)
                .body(good.replace("\"name\":\"in\"", "\"name\":\"" + "n".repeat(1_990) + "\""))
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
        given().header("Prefer", "wait=60")
                .contentType(JSON)
                .body(good)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201)
                .body("folded", equalTo(true));
    }

    @Test
    void keepsTheGoodEventsOfABatch() {
        String good = event(UUID.randomUUID().toString());
        String body = "[" + good + ",{\"eventTime\":\"nonsense\"},"
                + event(UUID.randomUUID().toString()) + "]";
        given().contentType(JSON)
                .body(body)
                .post("/api/v1/lineage/batch")
                .then()
                .statusCode(200)
                .body("status", equalTo("partial_success"))
                .body("summary.received", equalTo(3))
                .body("summary.successful", equalTo(2))
                .body("summary.failed", equalTo(1))
                .body("summary.non_retriable", equalTo(1))
                .body("failed_events", hasSize(1))
                .body("failed_events[0].index", equalTo(1));
        given().contentType(JSON)
                .body(good)
                .post("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("duplicate", equalTo(true));
        given().contentType(JSON)
                .body("{\"events\":[" + good + "]}")
                .post("/api/v1/lineage/batch")
                .then()
                .statusCode(200)
                .body("status", equalTo("success"));
    }

    @Test
    void waitsAsFarAsItIsAsked() {
        String run = UUID.randomUUID().toString();
        given().header("Prefer", "respond-async, wait=60")
                .contentType(JSON)
                .body(event(run))
                .post("/api/v1/lineage")
                .then()
                .statusCode(201)
                .header("Preference-Applied", equalTo("wait=60"))
                .body("folded", equalTo(true));
        given().header("Prefer", "wait=1")
                .queryParam("wait", "witnessed")
                .contentType(JSON)
                .body(event(run))
                .post("/api/v1/lineage")
                .then()
                .statusCode(200)
                .body("witnessed", equalTo(false));
        given().queryParam("wait", "godot")
                .contentType(JSON)
                .body(event(run))
                .post("/api/v1/lineage")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("wait"));
    }

    @Test
    void refusesAnotherEventUnderAnUsedIdempotencyKey() {
        String key = UUID.randomUUID().toString();
        String event = event(UUID.randomUUID().toString());
        given().contentType(JSON)
                .header("Idempotency-Key", key)
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
        given().contentType(JSON)
                .header("Idempotency-Key", key)
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(200);
        given().contentType(JSON)
                .header("Idempotency-Key", key)
                .body(event(UUID.randomUUID().toString()))
                .post("/api/v1/lineage")
                .then()
                .statusCode(409)
                .contentType("application/problem+json");
    }

    @Test
    void takesAndTellsChangesOnceAndRefusesAnotherStory() {
        String body = Events.changes(7, 1, "0af7651916cd43dd8448eb211c80319c", 3);
        given().contentType(JSON).body(body).post("/api/v1/changes").then().statusCode(201);
        given().contentType(JSON)
                .body(body)
                .post("/api/v1/changes")
                .then()
                .statusCode(200)
                .body("duplicate", equalTo(true));
        given().contentType(JSON)
                .body(Events.changes(7, 1, "0af7651916cd43dd8448eb211c80319c", 4))
                .post("/api/v1/changes")
                .then()
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/transactions/0"));
        String recut =
                Events.changes(7, 1, "0af7651916cd43dd8448eb211c80319c", 3).replace("\"seq\":\"1\"", "\"seq\":\"1b\"");
        given().contentType(JSON).body(recut).post("/api/v1/changes").then().statusCode(201);
    }

    @Test
    void pointsAtEverythingWrongInABatchOfChanges() {
        var errors = given().contentType(JSON)
                .body(
                        "{\"source\":\"\",\"incarnation\":-1,\"stream\":{},\"firstOrdinal\":1,\"lastOrdinal\":\"x\",\"transactions\":[{}]}")
                .post("/api/v1/changes")
                .then()
                .statusCode(400)
                .extract()
                .jsonPath()
                .getList("errors.pointer", String.class);
        assertThat(errors)
                .contains(
                        "/source",
                        "/incarnation",
                        "/stream/id",
                        "/firstOrdinal",
                        "/lastOrdinal",
                        "/transactions/0/txid");
    }
}
