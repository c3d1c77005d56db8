package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the facet {@code rowtrail_tags} says, through the graph, in the answer: shares, and who is to blame. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class CoverageIT {
    private static final String JSON = "application/json";
    private static final int INCARNATION = 46;
    private static final String SOURCE = "dataset:postgres://127.0.0.1:15432:shop43.public.sale_line";
    private static final String SILVER = "dataset:test:silver43";
    private static final String GOLD = "dataset:test:gold43";

    /** A captured table, a job that knows all it reads, one that loses a fifth, and one that tells nothing. */
    static void chain() {
        capture(1, "0".repeat(31) + "2");
        String untraced = Events.changes(INCARNATION, 2, "0".repeat(31) + "1", 3)
                .replaceAll("\"traces\":\\[.*?\\]", "\"tagSource\":\"none\",\"traces\":[]");
        post("/api/v1/changes", untraced.replace("shop.public.sale_line", "shop43.public.sale_line"));
        run("q43-silver", "COMPLETE", "shop43.public.sale_line", "silver43", """
                {"written":true,"rows":"10","tagged":"10","exact":"10","truncated":"0","unknown":"0","open":"0",
                 "guarantee":"closed","breaks":[]}""", "2026-01-02T03:04:05Z");
        run("q43-gold", "COMPLETE", "silver43", "gold43", """
                {"written":true,"rows":"10","tagged":"9","exact":"7","truncated":"1","unknown":"2","open":"0",
                 "guarantee":"broken","breaks":[{"operator":"MapElements","reason":"typed","rows":"2"}]}""", "2026-01-02T03:05:05Z");
        run("q43-gold", "FAIL", "silver43", "gold43", """
                {"written":true,"rows":"1","tagged":"0","exact":"0","truncated":"0","unknown":"1","open":"0",
                 "guarantee":"broken","breaks":[{"operator":"Sample","reason":"r"}]}""", "2026-01-02T03:06:05Z");
        run("q43-foreign", "COMPLETE", "silver43", "foreign43", "", "2026-01-02T03:07:05Z");
        given().contentType(JSON)
                .body("{\"dataset\":\"" + GOLD + "\",\"key\":[\"k\"],\"measures\":[\"m\"]}")
                .put("/api/v1/reports/report43");
    }

    private static void capture(long counter, String trace) {
        post(
                "/api/v1/changes",
                Events.changes(INCARNATION, counter, trace, 9)
                        .replace("shop.public.sale_line", "shop43.public.sale_line"));
    }

    private static void run(String job, String type, String input, String output, String tags, String time) {
        String event = Events.run(UUID.randomUUID().toString(), type, time, job, input, output);
        if (input.startsWith("shop43")) {
            event = event.replace(
                    "\"namespace\":\"test\",\"name\":\"" + input,
                    "\"namespace\":\"postgres://127.0.0.1:15432\",\"name\":\"" + input);
        }
        String facet = tags.isEmpty()
                ? ""
                : ",\"outputFacets\":{\"rowtrail_tags\":"
                        + tags.replaceFirst("\\{", "{\"_producer\":\"https://p\",\"_schemaURL\":\"https://s\",")
                        + "}";
        post("/api/v1/lineage?wait=graph", event.replace("}}}}}],", "}}}}" + facet + "}],"));
    }

    private static void post(String path, String body) {
        int status = given().contentType(JSON)
                .header("Prefer", "wait=60")
                .body(body)
                .post(path)
                .statusCode();
        assertThat(status).as("%s %s", path, body).isBetween(200, 201);
    }

    private static JsonPath by(String what) {
        return given().queryParam("by", what)
                .get("/api/v1/coverage")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Object> item(JsonPath answer, String member, String value) {
        return answer.param("v", value).getMap("items.find { it." + member + " == v }");
    }

    @Test
    void namesWhatIsLostAndWhere() {
        chain();
        JsonPath datasets = by("dataset");
        assertThat(item(datasets, "dataset", SOURCE))
                .containsEntry("numerator", "9")
                .containsEntry("denominator", "12");
        assertThat(item(datasets, "dataset", SILVER))
                .containsEntry("numerator", "10")
                .containsEntry("denominator", "10");
        Map<String, Object> gold = item(datasets, "dataset", GOLD);
        assertThat(gold).containsEntry("numerator", "7").containsEntry("denominator", "10");
        assertThat(
                        datasets.param("v", GOLD)
                                .getList(
                                        "items.find { it.dataset == v }.offenders.collect { it.kind + ' ' + it.name + ' ' + it.rows }"))
                .as("of the newest run that took effect")
                .isEqualTo(List.of("operator MapElements 2", "bound null 1"));
        assertThat(datasets.param("v", GOLD).getList("items.find { it.dataset == v }.offenders[0].evidence"))
                .hasSize(1);
        assertThat(datasets.getList("exclusions.dataset")).contains("dataset:test:foreign43");

        assertThat(item(by("job"), "job", "job:test:q43-gold")).containsEntry("numerator", "7");
        JsonPath hops = by("hop");
        assertThat(item(hops, "job", "job:test:q43-silver")).containsEntry("loses", false);
        assertThat(item(hops, "job", "job:test:q43-gold")).containsEntry("loses", true);
        JsonPath flows = by("flow");
        assertThat(item(flows, "flow", "report43"))
                .containsEntry("numerator", "7")
                .containsEntry("denominator", "10");
        assertThat(flows.getList("items.find { it.flow == 'report43' }.hops.dataset"))
                .containsExactly(GOLD, SILVER, SOURCE);
        given().queryParam("by", "colour").get("/api/v1/coverage").then().statusCode(400);
    }
}
