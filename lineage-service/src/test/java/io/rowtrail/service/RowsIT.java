package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Both questions on a small lake: from a request to its rows, and from a row to its requests. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class RowsIT {
    private static final String JSON = "application/json";
    private static final int INCARNATION = 41;

    @TestHTTPResource("/")
    String home;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    private static String trace(int n) {
        return String.format("%031x%x", 0xabcdef, n);
    }

    private static void capture(long counter, String trace) {
        String body = Events.changes(INCARNATION, counter, trace, 1)
                .replace("postgres://127.0.0.1:15432", "iceberg://lake")
                .replace("shop.public.sale_line", "shop" + INCARNATION + ".sale_line");
        given().contentType(JSON).body(body).post("/api/v1/changes").then().statusCode(201);
    }

    private static void untraced(long counter, String tagSource) {
        String body = Events.changes(INCARNATION, counter, trace(1), 1)
                .replaceAll("\"traces\":\\[.*?\\]", "\"tagSource\":\"" + tagSource + "\",\"traces\":[]")
                .replace("postgres://127.0.0.1:15432", "iceberg://lake")
                .replace("shop.public.sale_line", "shop" + INCARNATION + ".sale_line");
        given().contentType(JSON).body(body).post("/api/v1/changes").then().statusCode(201);
    }

    private static ChangeOrdinal ordinal(long counter) {
        return ChangeOrdinal.of(INCARNATION, counter);
    }

    @Test
    void leadsFromARequestToItsRowsAndBack() throws Exception {
        capture(1, trace(1));
        capture(2, trace(2));
        untraced(3, "none");
        untraced(4, "snapshot");
        capture(5, trace(5));
        String run = UUID.randomUUID().toString();
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "gold41", "x", "y")
                .replace(
                        "\"namespace\":\"test\",\"name\":\"x\"",
                        "\"namespace\":\"iceberg://lake\",\"name\":\"shop41.sale_line\"")
                .replace(
                        "\"namespace\":\"test\",\"name\":\"y\"",
                        "\"namespace\":\"iceberg://lake\",\"name\":\"gold41.revenue\"");
        given().contentType(JSON)
                .queryParam("wait", "graph")
                .header("Prefer", "wait=60")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            SampleLake sample = new SampleLake(lake);
            sample.changes(
                    "shop" + INCARNATION,
                    List.of(
                            new SampleLake.Change("c", ordinal(1), 1, trace(1)),
                            new SampleLake.Change("u", ordinal(2), 1, trace(2)),
                            new SampleLake.Change("c", ordinal(3), 2, null)));
            Map<String, TagSet> rows = new LinkedHashMap<>();
            rows.put(
                    "1997-01",
                    TagSet.of(
                            ordinal(1).value(),
                            ordinal(2).value(),
                            ordinal(3).value(),
                            ordinal(4).value()));
            rows.put("1997-02", TagSet.of(ordinal(2).value()).opened());
            rows.put("1997-03", TagSet.between(ordinal(5).value(), ordinal(9).value(), 3));
            sample.output("gold41", "revenue", run, rows);
            sample.output(
                    "gold41",
                    "foreign",
                    null,
                    Map.of("1997-01", TagSet.of(ordinal(1).value())));
            sample.output(
                    "gold41",
                    "merged",
                    run,
                    Map.of("1997-01", TagSet.of(ordinal(1).value())));
            sample.leftAlone("gold41", "merged", run);
        }

        given().queryParam("dataset", "dataset:iceberg://lake:gold41.merged")
                .queryParam("key", "{\"month\":\"1997-01\"}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("exactness", equalTo("exact"))
                .body("closed", equalTo(false))
                .body("absence.count", equalTo("3"))
                .body("absence.min", equalTo("3"))
                .body("absence.max", equalTo("9"))
                .body("caveats", not(hasItem("exactWithModeRecompute")));
        given().queryParam("dataset", "dataset:iceberg://lake:gold41.revenue")
                .queryParam("key", "{\"month\":\"1997-01\"}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("exactness", equalTo("exact"))
                .body("count", equalTo("4"))
                .body("traces", hasSize(2))
                .body("traces[0].traceId", equalTo(trace(1)))
                .body("traces[0].transactions[0]", equalTo(ordinal(1).toString()))
                .body("untagged.none", equalTo(1))
                .body("untagged.snapshot", equalTo(1))
                .body("closed", equalTo(true))
                .body("guarantee", equalTo("closed"))
                .body("run", equalTo(run))
                .body("evidence", hasSize(1))
                .body("caveats", hasSize(0));
        given().queryParam("dataset", "dataset:iceberg://lake:gold41.revenue")
                .queryParam("key", "{\"month\":\"1997-02\"}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("closed", equalTo(false))
                .body("absence.count", equalTo("1"))
                .body("absence.exactness", equalTo("superset"));
        given().queryParam("dataset", "dataset:iceberg://lake:gold41.foreign")
                .queryParam("key", "{\"month\":\"1997-01\"}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("exactness", equalTo("unknown"))
                .body("guarantee", equalTo("broken"))
                .body("caveats", hasItem("foreignWriter"));
        given().queryParam("dataset", "dataset:iceberg://lake:shop41.sale_line")
                .queryParam("key", "{\"sale_id\":1,\"line_no\":1}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("count", equalTo("2"))
                .body("traces", hasSize(2));

        JsonPath rows = given().get("/api/v1/traces/" + trace(2) + "/rows")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(rows.getList("rows.findAll{it.op}.op", String.class)).containsExactly("u");
        assertThat(rows.getList("rows.findAll{it.op}.key.sale_id", String.class))
                .containsExactly("1");
        assertThat(rows.getList("rows.findAll{!it.op}.key.month", String.class))
                .containsExactlyInAnyOrder("1997-01", "1997-02");
        given().get("/api/v1/traces/" + trace(2))
                .then()
                .statusCode(200)
                .body("reached", hasSize(1))
                .body("reached[0].rows", equalTo("2"))
                .body("reached[0].run", equalTo(run))
                .body("runs[0].run", equalTo(run))
                .body("missing", hasSize(0));
        namesTheRequestsOfManyOrdinals();
        tellsThatALazyRowMayCarryARequest();
        refusesWhatIsNoRow();
        isFastForBigSets(run);
    }

    private static void namesTheRequestsOfManyOrdinals() {
        given().contentType(JSON)
                .body("{\"ordinals\":[\"" + ordinal(2) + "\",\"" + ordinal(1) + "\",\"" + ordinal(3) + "\",\"77\",\""
                        + ordinal(2) + "\"]}")
                .post("/api/v1/ordinals/traces")
                .then()
                .statusCode(200)
                .body("traces.size()", equalTo(2))
                .body("traces.'" + ordinal(1) + "'", equalTo(List.of(trace(1))))
                .body("traces.'" + ordinal(2) + "'", equalTo(List.of(trace(2))));
        given().contentType(JSON)
                .body("{\"ordinals\":[\"1\",\"-1\"]}")
                .post("/api/v1/ordinals/traces")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/ordinals/1"));
    }

    private static void tellsThatALazyRowMayCarryARequest() {
        String dataset = "dataset:iceberg://lake:gold41.revenue";
        given().queryParam("dataset", dataset)
                .queryParam("key", "{\"month\":\"1997-03\"}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(200)
                .body("exactness", equalTo("superset"))
                .body("count", equalTo("3"))
                .body("range.min", equalTo(ordinal(5).toString()))
                .body("range.max", equalTo(ordinal(9).toString()))
                .body("traces", hasSize(0))
                .body("caveats", hasItem("superset"))
                .body("caveats", hasItem("exactWithModeRecompute"));
        given().queryParam("dataset", dataset)
                .get("/api/v1/traces/" + trace(5) + "/rows")
                .then()
                .statusCode(200)
                .body("rows", hasSize(1))
                .body("rows[0].effect", equalTo("possible"))
                .body("rows[0].transactions[0]", equalTo(ordinal(5).toString()))
                .body("rows[0].tags.exactness", equalTo("superset"))
                .body("caveats", hasItem("superset"));
        given().get("/api/v1/traces/" + trace(5))
                .then()
                .statusCode(200)
                .body("reached[0].rows", equalTo("1"))
                .body("reached[0].possible", equalTo("1"))
                .body("caveats", hasItem("superset"));
    }

    private static void refusesWhatIsNoRow() {
        String dataset = "dataset:iceberg://lake:gold41.revenue";
        given().queryParam("dataset", dataset)
                .queryParam("key", "{\"month\":\"1900-01\"}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(404);
        given().queryParam("dataset", dataset)
                .queryParam("key", "{\"nocolumn\":1}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(400);
        given().queryParam("dataset", dataset)
                .queryParam("key", "[1]")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(400);
        given().queryParam("dataset", dataset).get("/api/v1/rows/traces").then().statusCode(400);
        given().queryParam("dataset", "dataset:iceberg://lake:no.such")
                .queryParam("key", "{\"a\":1}")
                .get("/api/v1/rows/traces")
                .then()
                .statusCode(404);
    }

    private void isFastForBigSets(String run) throws Exception {
        List<String> transactions = new ArrayList<>();
        long[] ordinals = new long[20_000];
        for (int i = 0; i < ordinals.length; i++) {
            ChangeOrdinal ordinal = ordinal(1_000 + i);
            ordinals[i] = ordinal.value();
            String one = Events.changes(INCARNATION, 1_000 + i, String.format("%032x", 0x1000_0000L + i), 1);
            transactions.add(one.substring(one.indexOf("\"transactions\":[") + 16, one.length() - 2));
        }
        String body =
                "{\"source\":\"shop41\",\"incarnation\":41,\"stream\":{\"id\":\"c\",\"seq\":\"big\"},\"firstOrdinal\":\""
                        + ordinals[0] + "\",\"lastOrdinal\":\"" + ordinals[ordinals.length - 1]
                        + "\",\"transactions\":["
                        + String.join(",", transactions) + "]}";
        given().contentType(JSON).body(body).post("/api/v1/changes").then().statusCode(201);
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            new SampleLake(lake).output("gold41", "big", run, Map.of("1997-01", TagSet.of(ordinals)));
        }
        String question =
                "/api/v1/rows/traces?dataset=dataset:iceberg:%2F%2Flake:gold41.big&key=%7B%22month%22:%221997-01%22%7D";
        HttpClient client = HttpClient.newHttpClient();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long began = System.nanoTime();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(home + question.substring(1)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            best = Math.min(best, System.nanoTime() - began);
            assertThat(answer.body()).contains("\"count\":\"20000\"");
        }
        System.out.printf("rows/traces with 20,000 transactions: %d ms at best%n", best / 1_000_000);
        assertThat(best).isLessThan(Duration.ofSeconds(3).toNanos());
    }
}
