package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.verifier.Report;
import io.rowtrail.verifier.Trust;
import io.rowtrail.verifier.Verifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Evidence asked for over HTTP, checked by the verifier that shares no code with the service. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class EvidenceIT {
    private static final String JSON = "application/json";

    private static String entry(String path, String body) {
        return given().contentType(JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("entry");
    }

    private static String tracedRun(String trace) {
        String event =
                Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "e1", "e1-in", "e1-out");
        return event.replaceFirst(
                "(\"runId\":\"[^\"]+\")",
                "$1,\"facets\":{\"rowtrail_trace\":{\"_producer\":\"https://example.org\","
                        + "\"_schemaURL\":\"https://example.org/trace.json\",\"traceparent\":\"00-" + trace
                        + "-b7ad6b7169203331-01\"}}");
    }

    private static byte[] pack(String order) throws InterruptedException {
        String location = given().contentType(JSON)
                .body(order)
                .post("/api/v1/audit/evidence")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        for (int i = 0; i < 100 && given().get(location).statusCode() == 202; i++) {
            Thread.sleep(100);
        }
        return given().get(location)
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
    }

    private static Report verify(byte[] pack) {
        String key = given().get("/api/v1/audit/logs")
                .then()
                .statusCode(200)
                .extract()
                .path("[0].verifierKeys[0]");
        return Verifier.verify(pack, new Trust(List.of(key), null));
    }

    @Test
    void aPackByTraceHoldsTheRunsAndTheChangesOfTheTrace() throws InterruptedException {
        String trace = UUID.randomUUID().toString().replace("-", "");
        String changes = entry("/api/v1/changes", Events.changes(71, 1, trace, 3));
        entry("/api/v1/changes", Events.changes(71, 2, "0af7651916cd43dd8448eb211c80319c", 1));
        String run = entry("/api/v1/lineage", tracedRun(trace));
        List<String> listed = given().queryParam("trace", trace)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .extract()
                .path("entries.entry");

        byte[] pack = pack("{\"trace\":\"" + trace + "\"}");
        Report report = verify(pack);

        assertThat(listed).containsExactly(changes, run);
        assertThat(report.verified()).as(report.format()).isTrue();
        assertThat(report.entries()).hasValue(2);
        String text = new String(pack, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("{\"entry\":\"" + changes + "\",\"leaf\":", "{\"entry\":\"" + run + "\",\"leaf\":");
        assertThat(report.caveats()).hasSize(2).noneMatch(caveat -> caveat.contains("proves nothing"));
    }

    @Test
    void aPackOfWhatNeverHappenedSaysSo() throws InterruptedException {
        entry("/api/v1/changes", Events.changes(72, 1, "0af7651916cd43dd8448eb211c80319c", 1));

        Report report =
                verify(pack("{\"trace\":\"" + UUID.randomUUID().toString().replace("-", "") + "\"}"));

        assertThat(report.format()).contains("0 entries: this pack proves nothing about trace ");
    }

    @Test
    void aSizeNobodySignedIsRefusedWithTheNearest() {
        entry("/api/v1/lineage", tracedRun("0af7651916cd43dd8448eb211c80319c"));
        long small = checkpoint();
        for (int i = 0; i < 3; i++) {
            entry("/api/v1/lineage", tracedRun("0af7651916cd43dd8448eb211c80319c"));
        }
        long large = checkpoint();
        String nearest =
                "no checkpoint was signed at size " + (small + 1) + "; the nearest signed: " + small + ", " + large;

        given().contentType(JSON)
                .body("{\"to\":" + (small + 1) + "}")
                .post("/api/v1/audit/evidence")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo("/to"))
                .body("detail", equalTo(nearest));
        given().queryParam("size", small + 1)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("size"))
                .body("detail", equalTo(nearest));
        given().queryParam("size", large + 1_000_000)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(400)
                .body("detail", containsString("the nearest signed: " + large));
        given().queryParam("size", small)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .body("size", equalTo(Long.toString(small)));
    }

    private static long checkpoint() {
        String note = given().get("/api/v1/audit/checkpoint")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return Long.parseLong(note.split("\n")[1]);
    }
}
