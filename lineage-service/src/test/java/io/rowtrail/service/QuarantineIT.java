package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class QuarantineIT {
    private static final String JSON = "application/json";
    private static final Pattern KEPT = Pattern.compile("kept in quarantine as ([0-9a-f]+)");

    private static String event(String run) {
        return Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "mended", "q-in", "q-out");
    }

    /** Sends what is refused. @return the name it is kept under */
    private static String refused(String body) {
        String detail = given().contentType(JSON)
                .body(body)
                .post("/api/v1/lineage")
                .then()
                .statusCode(400)
                .extract()
                .path("detail");
        return name(detail);
    }

    private static String name(String text) {
        Matcher kept = KEPT.matcher(text);
        assertThat(kept.find()).as(text).isTrue();
        return kept.group(1);
    }

    @Test
    void keepsWhatIsRefusedMaskedAndOnce() {
        String run = UUID.randomUUID().toString();
        String body = event(run)
                .replace("COMPLETE", "COMPLETELY")
                .replace("\"name\":\"mended\"", "\"name\":\"mended\",\"facets\":{\"c\":{\"db_password\":\"hunter2\"}}");
        String item = refused(body);
        assertThat(refused(body)).isEqualTo(item);
        given().get("/api/v1/quarantine/" + item)
                .then()
                .statusCode(200)
                .body("item", equalTo(item))
                .body("entrance", equalTo("http"))
                .body("actor", equalTo("local"))
                .body("pointer", equalTo("/eventType"))
                .body("reason", containsString("must be one of"))
                .body("times", equalTo("2"))
                .body("whole", equalTo(true))
                .body("firstAt", notNullValue())
                .body("text", equalTo(body.replace("hunter2", "[masked]")));
        given().get("/api/v1/quarantine/" + "0".repeat(32)).then().statusCode(404);
        given().get("/api/v1/quarantine/nonsense").then().statusCode(404);
    }

    @Test
    void keepsWhatIsNoJsonAsFarAsItCame() {
        String item = refused("{\"eventType\":\"START\",\"password\":\"hunter2\",\"run\":{{");
        given().get("/api/v1/quarantine/" + item)
                .then()
                .statusCode(200)
                .body("pointer", equalTo("/run"))
                .body("text", equalTo("{\"eventType\":\"START\",\"password\":\"[masked]\",\"run\":{{"));
    }

    @Test
    void listsTheNewestFirstByPageAndFilter() {
        String first = refused("{\"a\":\"" + UUID.randomUUID() + "\"}");
        String second = refused("{\"a\":\"" + UUID.randomUUID() + "\"}");
        String next = given().queryParam("limit", 1)
                .get("/api/v1/quarantine")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].item", equalTo(second))
                .body("items[0].text", nullValue())
                .extract()
                .path("next");
        given().queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/api/v1/quarantine")
                .then()
                .body("items[0].item", equalTo(first));
        given().queryParam("entrance", "kafka")
                .get("/api/v1/quarantine")
                .then()
                .statusCode(200)
                .body("items.item", not(hasItem(first)));
        given().queryParam("q", "eventtime is required")
                .queryParam("actor", "local")
                .queryParam("state", "held")
                .queryParam("from", "2020-01-01T00:00:00Z")
                .queryParam("to", "2120-01-01T00:00:00Z")
                .get("/api/v1/quarantine")
                .then()
                .statusCode(200)
                .body("items.item", hasItem(first))
                .body("items.pointer", everyItem(equalTo("/eventTime")));
        for (String bad : new String[] {"state=x", "entrance=x", "limit=0", "cursor=x", "from=x"}) {
            given().get("/api/v1/quarantine?" + bad).then().statusCode(400);
        }
    }

    @Test
    void replaysAMendedEvent() {
        String run = UUID.randomUUID().toString();
        String item = refused(event(run).replace("2026-01-02", "2026-13-02"));
        given().post("/api/v1/quarantine/" + item + "/replay")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/eventTime"));
        String entry = given().contentType(JSON)
                .body(event(run))
                .post("/api/v1/quarantine/" + item + "/replay")
                .then()
                .statusCode(201)
                .extract()
                .path("entry");
        given().contentType(JSON)
                .body(event(run))
                .post("/api/v1/quarantine/" + item + "/replay")
                .then()
                .statusCode(200)
                .body("entry", equalTo(entry));
        given().get("/api/v1/quarantine/" + item)
                .then()
                .body("entry", equalTo(entry))
                .body("replayedBy", equalTo("local"))
                .body("replayedAt", notNullValue());
        given().queryParam("state", "held")
                .queryParam("limit", 1000)
                .get("/api/v1/quarantine")
                .then()
                .body("items.item", not(hasItem(item)));
    }

    @Test
    void keepsTheBadEventsOfABatchAndABatchThatIsNone() {
        String run = UUID.randomUUID().toString();
        String reason = given().contentType(JSON)
                .body("[" + event(UUID.randomUUID().toString()) + ","
                        + event(run).replace("runId", "runid") + "]")
                .post("/api/v1/lineage/batch")
                .then()
                .statusCode(200)
                .extract()
                .path("failed_events[0].reason");
        assertThat(reason).startsWith("/run/runId: is required");
        given().get("/api/v1/quarantine/" + name(reason))
                .then()
                .body("entrance", equalTo("batch"))
                .body("origin", equalTo("1"));
        String detail = given().contentType(JSON)
                .body("{\"event\":[" + event(run) + "]}")
                .post("/api/v1/lineage/batch")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/events"))
                .extract()
                .path("detail");
        given().contentType(JSON)
                .body("[" + event(run) + "]")
                .post("/api/v1/quarantine/" + name(detail) + "/replay")
                .then()
                .statusCode(200)
                .body("status", equalTo("success"));
        given().get("/api/v1/quarantine/" + name(detail)).then().body("replayedAt", notNullValue());
    }

    @Test
    void asksForTheWholeOfWhatItKeptCutShort() {
        String item = refused(event(UUID.randomUUID().toString())
                .replace("COMPLETE", "COMPLETELY")
                .replace("\"name\":\"mended\"", "\"name\":\"mended\",\"x\":\"" + "y".repeat(2 << 20) + "\""));
        given().get("/api/v1/quarantine/" + item).then().body("whole", equalTo(false));
        given().post("/api/v1/quarantine/" + item + "/replay").then().statusCode(409);
    }
}
