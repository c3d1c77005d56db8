package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each answer to a path of Marquez has the members its documentation names, nested and typed so; ours may be beside them. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class MarquezShapesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = UUID.randomUUID().toString();

    /** No other test's events are of that minute. */
    private static final String TIME = "2026-03-07T08:09:10Z";

    private static boolean told;

    private final JsonNode shapes = shapes();

    private static JsonNode shapes() {
        try (InputStream in = MarquezShapesIT.class.getResourceAsStream("/marquez-shapes.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void tell() {
        if (told) {
            return;
        }
        told = true;
        for (String type : List.of("START", "COMPLETE")) {
            given().contentType("application/json")
                    .queryParam("wait", "graph")
                    .body(Events.run(RUN, type, TIME, "mq-job", "mq-in", "mq-out")
                            .replace(
                                    "\"facets\":{\"columnLineage\"",
                                    "\"facets\":{\"schema\":{\"_producer\":\"https://example.org\",\"_schemaURL\":"
                                            + "\"https://openlineage.io/spec/facets/1-1-1/SchemaDatasetFacet.json\","
                                            + "\"fields\":[{\"name\":\"b\",\"type\":\"INT\"}]},\"columnLineage\""))
                    .post("/api/v1/lineage")
                    .then()
                    .statusCode(201);
        }
        // The first fold may take longer than a post waits for it.
        for (int i = 0; i < 300 && given().get("/api/v1/jobs/runs/" + RUN).statusCode() != 200; i++) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Test
    void namespaces() {
        fits("NamespaceList", "/api/v1/namespaces?limit=100&offset=0");
        fits("Namespace", "/api/v1/namespaces/test");
    }

    @Test
    void datasets() {
        fits("DatasetList", "/api/v1/namespaces/test/datasets?limit=20&offset=0");
        JsonNode dataset = fits("Dataset", "/api/v1/namespaces/test/datasets/mq-out");
        assertThat(dataset.at("/fields/0/name").asText()).isEqualTo("b");
    }

    @Test
    void versions() {
        JsonNode list = fits("DatasetVersionList", "/api/v1/namespaces/test/datasets/mq-out/versions?limit=9&offset=0");
        assertThat(list.at("/totalCount").asInt()).isEqualTo(1);
        fits(
                "DatasetVersion",
                "/api/v1/namespaces/test/datasets/mq-out/versions/"
                        + list.at("/versions/0/version").asText());
    }

    @Test
    void jobsAndRuns() {
        fits("JobList", "/api/v1/namespaces/test/jobs?limit=20&offset=0");
        fits("JobList", "/api/v1/jobs?limit=20&offset=0");
        fits("Job", "/api/v1/namespaces/test/jobs/mq-job");
        fits("RunList", "/api/v1/namespaces/test/jobs/mq-job/runs?limit=20&offset=0");
        fits("Run", "/api/v1/jobs/runs/" + RUN);
        fits("FacetsResult", "/api/v1/jobs/runs/" + RUN + "/facets?type=run");
        fits("FacetsResult", "/api/v1/jobs/runs/" + RUN + "/facets?type=job");
    }

    @Test
    void lineage() {
        JsonNode graph = fits("LineageGraph", "/api/v1/lineage?nodeId=dataset:test:mq-out&depth=20");
        for (JsonNode node : graph.path("graph")) {
            check(
                    node.path("type").asText().equals("JOB") ? "Job" : "LineageDataset",
                    shapes.get(node.path("type").asText().equals("JOB") ? "Job" : "LineageDataset"),
                    node.path("data"));
        }
        fits("LineageGraph", "/api/v1/lineage/?nodeId=job:test:mq-job&depth=2");
        JsonNode columns = fits(
                "LineageGraph",
                "/api/v1/column-lineage?nodeId=datasetField:test:mq-out:b&depth=20&withDownstream=true");
        for (JsonNode node : columns.path("graph")) {
            check("ColumnLineageData", shapes.get("ColumnLineageData"), node.path("data"));
        }
    }

    @Test
    void searchEventsTagsSourcesAndStatistics() {
        fits("SearchResultList", "/api/v1/search?q=mq&sort=NAME&limit=100&filter=DATASET");
        fits("SearchResultList", "/api/v1/search?q=mq&sort=UPDATE_AT&limit=100&filter=JOB");
        JsonNode events = fits(
                "LineageEventList",
                "/api/v1/events/lineage?limit=20&offset=0&sortDirection=desc"
                        + "&before=2026-03-07T08:10:00.000Z&after=2026-03-07T08:09:00.000Z");
        assertThat(events.path("events")).hasSize(2);
        fits("TagList", "/api/v1/tags");
        fits("SourceList", "/api/v1/sources?limit=10&offset=0");
        fits("Source", "/api/v1/sources/test");
        assertThat(fits("LineageMetrics", "/api/v1/stats/lineage-events?period=DAY&timezone=Europe/Berlin"))
                .hasSize(24);
        for (String asset : List.of("jobs", "datasets", "sources")) {
            JsonNode week = fits("IntervalMetrics", "/api/v1/stats/" + asset + "?period=WEEK&timezone=UTC");
            assertThat(week).hasSize(7);
            assertThat(week.get(6).path("count").asLong()).isPositive();
        }
    }

    private JsonNode fits(String shape, String path) {
        String body = given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        try {
            JsonNode answer = JSON.readTree(body);
            check(path, shapes.get(shape), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String at, JsonNode shape, JsonNode value) {
        assertThat(shape).as("shape of " + at).isNotNull();
        if (shape.isArray()) {
            assertThat(value.isArray()).as(at + " is a list: " + value).isTrue();
            value.forEach(item -> check(at + "[]", shape.get(0), item));
        } else if (shape.isObject()) {
            assertThat(value.isObject()).as(at + " is an object: " + value).isTrue();
            List<String> members = new ArrayList<>();
            shape.fieldNames().forEachRemaining(members::add);
            for (String member : members) {
                assertThat(value.has(member))
                        .as(at + " has " + member + ": " + value)
                        .isTrue();
                check(at + "." + member, shape.get(member), value.get(member));
            }
        } else {
            scalar(at, shape.asText(), value);
        }
    }

    private void scalar(String at, String type, JsonNode value) {
        if (type.endsWith("?")) {
            if (!value.isNull()) {
                scalar(at, type.substring(0, type.length() - 1), value);
            }
            return;
        }
        switch (type) {
            case "string" -> assertThat(value.isTextual()).as(at + ": " + value).isTrue();
            case "integer" ->
                assertThat(value.isIntegralNumber()).as(at + ": " + value).isTrue();
            case "boolean" ->
                assertThat(value.isBoolean()).as(at + ": " + value).isTrue();
            case "object" -> assertThat(value.isObject()).as(at + ": " + value).isTrue();
            case "uuid" -> assertThat(UUID.fromString(value.asText())).as(at).isNotNull();
            case "date-time" ->
                assertThat(OffsetDateTime.parse(value.asText())).as(at).isNotNull();
            default -> {
                if (type.startsWith("=")) {
                    assertThat(List.of(type.substring(1).split("\\|"))).as(at).contains(value.asText());
                } else {
                    check(at, shapes.get(type), value);
                }
            }
        }
    }
}
