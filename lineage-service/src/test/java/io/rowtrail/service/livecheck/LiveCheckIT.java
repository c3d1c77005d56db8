package io.rowtrail.service.livecheck;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.service.Events;
import io.rowtrail.service.FakeWorker;
import io.rowtrail.service.SampleLake;
import io.rowtrail.service.ServiceStack;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Rounds against a worker that tells the truth, one that lies, and one that is not sure. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class LiveCheckIT {
    private static final String JSON = "application/json";
    private static final int INCARNATION = 45;
    private static final long SEED = 20_261_123;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    @Inject
    LiveCheck check;

    FakeWorker worker;

    private static String trace(int n) {
        return String.format("%031x%x", 0x45abcdef, n);
    }

    private static long ordinal(int n) {
        return ChangeOrdinal.of(INCARNATION, n).value();
    }

    @Test
    void findsAndTellsARowThatDoesNotStay() throws Exception {
        tell();
        worker.answer("whatif", question -> removed(0, "exact"));
        check.round(SEED);
        assertThat(newest().getString("facts.result")).isEqualTo("2 rows, 0 violations");
        assertThat(newest().getString("facts.seed")).isEqualTo(Long.toString(SEED));
        assertThat(newest().getString("facts.skipped")).isEqualTo("0");

        for (JsonNode asked : worker.askedAbout(run)) {
            boolean january = asked.path("key").path("month").asText().equals("1997-01");
            assertThat(asked.path("without"))
                    .as("a request that is not said to matter")
                    .hasSize(1)
                    .noneMatch(without -> without.asLong() == ordinal(january ? 1 : 2));
        }
        long before = violations();
        worker.answer("whatif", question -> removed(liesAbout(question) ? 1 : 0, "exact"));
        check.round(SEED);
        assertThat(newest().getString("facts.result")).isEqualTo("2 rows, 1 violations");
        assertThat(newest().getString("payload.violated[0].run")).isEqualTo(run);
        assertThat(newest().getString("payload.violated[0].without")).isIn(trace(2), trace(3));
        assertThat(newest().getMap("payload.violated[0]")).doesNotContainKey("key");
        assertThat(violations()).isEqualTo(before + 1);
        assertThat(entries("failed")).hasSize(1);
        assertThat(entries("ok")).hasSize(1);

        worker.answer("whatif", question -> removed(1, "superset"));
        check.round(SEED);
        assertThat(newest().getString("facts.result")).isEqualTo("0 rows, 0 violations");
        assertThat(newest().getString("facts.skipped")).isEqualTo("2");
    }

    private final String run = UUID.randomUUID().toString();

    private boolean liesAbout(JsonNode question) {
        return question.path("run").asText().equals(run)
                && question.path("key").path("month").asText().equals("1997-01");
    }

    private static FakeWorker.Reply removed(int rows, String exactness) {
        return FakeWorker.Reply.of("{'removed':[],'added':[],'counts':{'before':'1','after':'1','added':'0','removed':'"
                + rows + "'},'exactness':'" + exactness + "','reasons':[]}");
    }

    private void tell() throws Exception {
        for (int n = 1; n <= 3; n++) {
            given().contentType(JSON)
                    .body(Events.changes(INCARNATION, n, trace(n), 1))
                    .post("/api/v1/changes")
                    .then()
                    .statusCode(201);
        }
        String plan =
                "{\"sql\":\"SELECT 1\",\"columns\":[\"month\"],\"operation\":\"overwrite\",\"inputs\":[{\"relation\":\"x\","
                        + "\"namespace\":\"n\",\"name\":\"x\",\"snapshotId\":\"1\",\"through\":\"" + ordinal(3)
                        + "\"}]}";
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "gold45", "x", "y")
                .replace(
                        "\"run\":{\"runId\":\"" + run + "\"",
                        "\"run\":{\"runId\":\"" + run + "\",\"facets\":{\"rowtrail_plan\":" + plan + "}");
        given().contentType(JSON)
                .queryParam("wait", "graph")
                .body(event)
                .post("/api/v1/lineage")
                .then()
                .statusCode(201);
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            new SampleLake(lake)
                    .output(
                            "gold45",
                            "revenue",
                            run,
                            Map.of("1997-01", TagSet.of(ordinal(1)), "1997-02", TagSet.of(ordinal(2))));
        }
        given().contentType(JSON)
                .body(
                        "{\"dataset\":\"dataset:iceberg://lake:gold45.revenue\",\"key\":[\"month\"],\"measures\":[\"revenue\"]}")
                .put("/api/v1/reports/gold45")
                .then()
                .statusCode(201);
    }

    private static List<String> entries(String outcome) {
        return given().queryParam("kind", LiveCheck.KIND)
                .queryParam("dataset", "dataset:iceberg://lake:gold45.revenue")
                .queryParam("outcome", outcome)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("entries.entry");
    }

    /** The newest entry that tells of our dataset. */
    private static JsonPath newest() {
        List<String> entries = given().queryParam("kind", LiveCheck.KIND)
                .queryParam("dataset", "dataset:iceberg://lake:gold45.revenue")
                .get("/api/v1/audit/entries")
                .jsonPath()
                .getList("entries.entry");
        return given().get("/api/v1/audit/entries/" + entries.get(entries.size() - 1))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long violations() {
        String metrics = given().get("/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("rowtrail_livecheck_violations_total"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }
}
