package io.rowtrail.service.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.service.Events;
import io.rowtrail.service.SampleLake;
import io.rowtrail.service.ServiceStack;
import io.rowtrail.tags.TagSet;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Looks for runs without a manifest, called here as {@code rowtrail.manifest.every} would. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class ManifestRoundsIT {
    private static final String NAMESPACE = "gold48";

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    @Inject
    ManifestRounds rounds;

    private static void tell(String run, String type, String minute) {
        String event = Events.run(run, type, "2026-01-02T03:" + minute + ":00Z", NAMESPACE, "x", "revenue")
                .replace(
                        "\"namespace\":\"test\",\"name\":\"revenue\"",
                        "\"namespace\":\"iceberg://lake\",\"name\":\"" + NAMESPACE + ".revenue\"");
        given().contentType("application/json")
                .header("Prefer", "wait=60")
                .body(event)
                .post("/api/v1/lineage?wait=graph")
                .then()
                .statusCode(201);
    }

    private static JsonPath entries(String run, String kind) {
        return given().queryParam("run", run)
                .queryParam("kind", kind)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> manifests(String run) {
        return entries(run, "run.manifest").getList("entries.entry");
    }

    @Test
    void aRunThatEndedHasOneManifestWhichNamesItsEvents() throws Exception {
        String run = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        tell(run, "START", "04");
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            SampleLake sample = new SampleLake(lake);
            sample.output(NAMESPACE, "revenue", run, Map.of("m1", TagSet.of(1), "m2", TagSet.of(2)));
            sample.output(NAMESPACE, "nobody", null, Map.of("m1", TagSet.of(1)));
            rounds.round();
            assertThat(manifests(run)).as("while it runs").isEmpty();

            tell(run, "COMPLETE", "05");
            rounds.round();
            assertThat(manifests(run)).hasSize(1);
            rounds.round();
            assertThat(manifests(run)).hasSize(1);

            sample.output(NAMESPACE, "revenue", second, Map.of("m3", TagSet.of(3)));
            tell(second, "COMPLETE", "06");
            rounds.round();
            assertThat(manifests(run)).hasSize(1);
            assertThat(manifests(second)).hasSize(1);
        }
        JsonPath entry = given().get("/api/v1/audit/entries/" + manifests(run).get(0))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(entry.getString("facts.rows")).isEqualTo("2");
        assertThat(entry.getString("facts.root")).matches("[0-9a-f]{64}");
        assertThat(entry.<String>getList("facts.evidence"))
                .containsExactlyInAnyOrderElementsOf(entries(run, "lineage.run").getList("entries.entry"));
    }
}
