package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.tags.TagSet;
import io.rowtrail.verifier.Report;
import io.rowtrail.verifier.Trust;
import io.rowtrail.verifier.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** From a row to the log: what a run left can be shown without the service, and no byte of it can be another. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class RowProofIT {
    private static final String JSON = "application/json";
    private static final String DATASET = "dataset:iceberg://lake:gold47.revenue";

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    private void output(String name, String run, Map<String, TagSet> rows) throws Exception {
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            new SampleLake(lake).output("gold47", name, run, rows);
        }
    }

    private static void tell(String run, String name) {
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "gold47", "x", name)
                .replace(
                        "\"namespace\":\"test\",\"name\":\"" + name + "\"",
                        "\"namespace\":\"iceberg://lake\",\"name\":\"gold47." + name + "\"");
        given().contentType(JSON)
                .header("Prefer", "wait=60")
                .body(event)
                .post("/api/v1/lineage?wait=graph")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse ask(String dataset, String key) {
        return given().queryParam("dataset", dataset)
                .queryParam("key", key)
                .get("/api/v1/rows/proof")
                .then();
    }

    private static Report verify(byte[] proof) {
        String key = given().get("/api/v1/audit/logs").then().extract().path("[0].verifierKeys[0]");
        return Verifier.verify(proof, new Trust(List.of(key), null));
    }

    @Test
    void aRowCanBeShownToBeOneThatItsRunLeft() throws Exception {
        String run = UUID.randomUUID().toString();
        Map<String, TagSet> rows = new LinkedHashMap<>();
        for (int month = 0; month < 1_500; month++) {
            rows.put("m" + month, TagSet.of(month, month + 1));
        }
        output("revenue", run, rows);
        ask(DATASET, "{\"month\":\"m7\"}").statusCode(404);
        tell(run, "revenue");

        String proof =
                ask(DATASET, "{\"month\":\"m7\"}").statusCode(200).extract().asString();
        Report report = verify(proof.getBytes(StandardCharsets.UTF_8));
        assertThat(report.verified()).as(report.format()).isTrue();
        assertThat(report.format()).contains("run " + run + " left 1500 rows of iceberg://lake gold47.revenue");
        assertThat(proof)
                .contains(Base64.getEncoder().encodeToString(TagSet.of(7, 8).encode()), "12.50");

        keepGolden(proof);

        String other =
                ask(DATASET, "{\"month\":\"m1499\"}").statusCode(200).extract().asString();
        assertThat(verify(other.getBytes(StandardCharsets.UTF_8)).verified()).isTrue();
        ask(DATASET, "{\"month\":\"m1500\"}").statusCode(404);
        given().queryParam("kind", "run.manifest")
                .queryParam("run", run)
                .get("/api/v1/audit/entries")
                .then()
                .statusCode(200)
                .body("entries.size()", org.hamcrest.Matchers.equalTo(1));

        long seed = Long.getLong("rowtrail.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] bytes = proof.getBytes(StandardCharsets.UTF_8);
        boolean all = Boolean.getBoolean("rowtrail.long");
        for (int n = 0; n < (all ? bytes.length : 300); n++) {
            int at = all ? n : random.nextInt(bytes.length);
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(7));
            assertThat(verifiedWith(flipped))
                    .as("seed %d, byte %d, %s", seed, at, new String(flipped, StandardCharsets.UTF_8))
                    .isFalse();
        }
    }

    /** The proof that the verifier's and the command's own tests read, once the form changes. */
    private static void keepGolden(String proof) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Path golden = Files.createDirectories(Path.of("../audit-verifier/src/test/resources/golden/row-proof"));
            Files.writeString(golden.resolve("proof.json"), proof);
            String key = given().get("/api/v1/audit/logs").then().extract().path("[0].verifierKeys[0]");
            Files.writeString(golden.resolve("log.vkey"), key + "\n");
        }
    }

    private static String logKey = "";

    private static boolean verifiedWith(byte[] proof) {
        if (logKey.isEmpty()) {
            logKey = given().get("/api/v1/audit/logs").then().extract().path("[0].verifierKeys[0]");
        }
        return Verifier.verify(proof, new Trust(List.of(logKey), null)).verified();
    }

    @Test
    void aRowThatWasChangedAfterwardsIsNoneOfThem() throws Exception {
        String run = UUID.randomUUID().toString();
        output("changed", run, Map.of("m1", TagSet.of(1), "m2", TagSet.of(2)));
        tell(run, "changed");
        String dataset = "dataset:iceberg://lake:gold47.changed";
        ask(dataset, "{\"month\":\"m1\"}").statusCode(200);
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            new SampleLake(lake).forge("gold47", "changed", Map.of("m1", TagSet.of(3), "m2", TagSet.of(2)));
        }
        ask(dataset, "{\"month\":\"m1\"}").statusCode(409);
        ask(dataset, "{\"month\":\"m2\"}").statusCode(200);
    }
}
