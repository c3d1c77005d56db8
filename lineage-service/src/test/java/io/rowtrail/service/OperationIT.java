package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class OperationIT {
    @Test
    void isReadyOncePostgresqlAnswers() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void describesItselfInOpenApi31() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"));
    }

    @Test
    void servesTheSchemasOfOurFacets() {
        for (String facet :
                List.of("rowtrail_tags", "rowtrail_snapshot", "rowtrail_trace", "rowtrail_overhead", "rowtrail_plan")) {
            given().get("/schemas/" + facet + "-1-0-0.json")
                    .then()
                    .statusCode(200)
                    .body("properties", hasKey(facet));
        }
    }

    @Test
    void answersNoNulWithA5xx() {
        for (String path : List.of(
                "/api/v1/search?q=%00",
                "/api/v1/events/lineage?run=a%00b",
                "/api/v1/audit/entries?kind=%00",
                "/api/v1/namespaces/a%00/datasets",
                "/api/v1/rows/traces?dataset=dataset:a:b&key=%7B%22a%22:1e999999999%7D",
                "/api/v1/lineage?nodeId=dataset:a:b&depth=99999999999999999999")) {
            int status = given().urlEncodingEnabled(false).get(path).statusCode();
            assertThat(status).as(path).isBetween(400, 499);
        }
    }

    @Test
    void servesMetricsToOperators() {
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_"));
    }

    @Test
    void answersAnUnknownAddressWithAProblem() {
        given().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .get("/api/v1/nothing-here")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/not-found"))
                .body("traceId", matchesPattern("0af7651916cd43dd8448eb211c80319c"))
                .body("instance", equalTo("/api/v1/nothing-here"))
                .body("retriable", equalTo(false));
    }
}
