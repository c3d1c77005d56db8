package io.rowtrail.service.guarded;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.rowtrail.service.Events;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Keys and tokens: who gets in, as whom, for how long and how often. */
@QuarkusTest
@QuarkusTestResource(value = GuardedStack.class, restrictToAnnotatedClass = true)
class AccessIT {
    private static final String JSON = "application/json";
    private static final String ENGINEER = "\"sub\":\"ann\",\"tenant\":\"default\",\"namespaces\":\"*\","
            + "\"realm_access\":{\"roles\":[\"engineer\",\"no-such-role\"]}";

    TokenIssuer issuer;

    private static RequestSpecification as(String credential) {
        return given().header("Authorization", "Bearer " + credential);
    }

    private static RequestSpecification admin() {
        return as(GuardedStack.BOOTSTRAP).contentType(JSON);
    }

    private static String key(String order) {
        return admin().body(order)
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .extract()
                .path("key");
    }

    private static void refused(Response response) {
        response.then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("status", equalTo(401))
                .body("traceId", notNullValue());
    }

    @Test
    void asksEverybodyWhoTheyAre() {
        refused(given().get("/api/v1/namespaces"));
        refused(given().contentType(JSON).body("{}").post("/api/v1/lineage"));
        refused(given().get("/q/metrics"));
        refused(given().get("/q/health"));
        refused(as("rt_nobody-has-this-key").get("/api/v1/namespaces"));
        refused(as("").get("/api/v1/namespaces"));
        refused(given().header("Authorization", "Basic YTpi").get("/api/v1/namespaces"));
        given().get("/q/health/ready").then().statusCode(200).body(not(containsString("size")));
        given().get("/").then().statusCode(200);
    }

    @Test
    void hasNoSideEntrance() {
        for (String path : new String[] {
            "/q/metrics/",
            "/q/./metrics",
            "//q/metrics",
            "/q//metrics",
            "/q/%6Detrics",
            "/q/metrics;x=y",
            "/q/METRICS",
            "/q/health/",
            "/q/%68ealth",
            "/q/health/well",
            "/q/health/group/x",
            "/api/v1/../../q/metrics",
            "/api/v1//namespaces",
            "/api/v1/%6Eamespaces",
            "/api/v1/namespaces;a=b",
            "/api/v1/namespaces/"
        }) {
            Response answer = given().urlEncodingEnabled(false).get(path);
            assertThat(answer.statusCode()).as(path).isIn(401, 404);
            assertThat(answer.asString()).as(path).doesNotContain("rowtrail_", "jvm_", "projections");
        }
        given().head("/api/v1/namespaces").then().statusCode(401);
        given().post("/api/v1/namespaces").then().statusCode(405);
        given().header("X-HTTP-Method-Override", "GET")
                .post("/api/v1/namespaces")
                .then()
                .statusCode(405);
    }

    @Test
    void showsAKeyOnceAndItsPrefixAfterwards() {
        String text = key("{\"name\":\"shown\",\"roles\":[\"engineer\"],\"namespaces\":[\"lake\",\"shop*\"]}");
        Response all = admin().get("/api/v1/keys");
        assertThat(all.asString()).doesNotContain(text);
        all.then()
                .body("keys.find{it.name=='shown'}.prefix", equalTo(text.substring(0, 11)))
                .body("keys.find{it.name=='shown'}.key", nullValue())
                .body("keys.find{it.name=='shown'}.namespaces", contains("lake", "shop*"));
        admin().body("{\"name\":\"shown\",\"roles\":[\"engineer\"]}")
                .post("/api/v1/keys")
                .then()
                .statusCode(409);
    }

    @Test
    void takesAKeyUntilItIsRevoked() {
        String text = key("{\"name\":\"revoked\",\"roles\":[\"producer\"]}");
        String event = Events.run(UUID.randomUUID().toString(), "COMPLETE", "2026-01-02T03:04:05Z", "j", "in", "out");
        as(text).contentType(JSON).body(event).post("/api/v1/lineage").then().statusCode(201);
        as(text).contentType(JSON)
                .body(Events.changes(20, 1, "0af7651916cd43dd8448eb211c80319c", 1))
                .post("/api/v1/changes")
                .then()
                .statusCode(201);
        admin().delete("/api/v1/keys/revoked").then().statusCode(204);
        refused(as(text).contentType(JSON).body(event).post("/api/v1/lineage"));
        admin().delete("/api/v1/keys/revoked").then().statusCode(404);
    }

    @Test
    void takesAKeyUntilItEnds() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(2);
        String text = key("{\"name\":\"ending\",\"roles\":[\"engineer\"],\"expiresAt\":\"" + end + "\"}");
        as(text).get("/api/v1/reports").then().statusCode(200);
        while (Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        refused(as(text).get("/api/v1/reports"));
    }

    @Test
    void tellsOnlyAKeyOverItsRateToComeBackLater() {
        String hasty = key("{\"name\":\"hasty\",\"roles\":[\"engineer\"],\"rate\":1,\"burst\":3}");
        String other = key("{\"name\":\"other\",\"roles\":[\"engineer\"],\"rate\":1,\"burst\":3}");
        Response last = as(hasty).get("/api/v1/reports");
        for (int i = 0; i < 10 && last.statusCode() == 200; i++) {
            last = as(hasty).get("/api/v1/reports");
        }
        last.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("retriable", equalTo(true));
        as(other).get("/api/v1/reports").then().statusCode(200);
        admin().get("/api/v1/keys").then().statusCode(200);
    }

    @Test
    void takesTokensOfTheProviderAndReadsTheirClaims() {
        String token = issuer.sign(issuer.claims(ENGINEER));
        as(token).get("/api/v1/reports").then().statusCode(200);
        as(token).get("/api/v1/audit/entries").then().statusCode(403).contentType("application/problem+json");
    }

    @Test
    void refusesTokensThatAreNotWhatTheySay() {
        String claims = issuer.claims(ENGINEER);
        Instant later = Instant.now().plusSeconds(300);
        refused(as(issuer.forge(claims)).get("/api/v1/reports"));
        refused(as(TokenIssuer.unsigned(claims)).get("/api/v1/reports"));
        refused(as(issuer.confused(claims)).get("/api/v1/reports"));
        refused(as(issuer.sign(TokenIssuer.claims("https://other.example.org", "rowtrail", later, ENGINEER)))
                .get("/api/v1/reports"));
        refused(as(issuer.sign(TokenIssuer.claims(issuer.address(), "another-service", later, ENGINEER)))
                .get("/api/v1/reports"));
        refused(as(issuer.sign(TokenIssuer.claims(
                        issuer.address(), "rowtrail", Instant.now().minusSeconds(60), ENGINEER)))
                .get("/api/v1/reports"));
        refused(as(issuer.sign(claims).replaceFirst("\\.[^.]*$", ".AAAA")).get("/api/v1/reports"));
        refused(as("opaque-token-of-somebody").get("/api/v1/reports"));
    }

    @Test
    void refusesTokensThatSayTooLittle() {
        String sub = "\"sub\":\"ann\",\"namespaces\":\"*\",\"realm_access\":{\"roles\":[\"engineer\"]}";
        refused(as(issuer.sign(issuer.claims(sub))).get("/api/v1/reports"));
        refused(as(issuer.sign(issuer.claims(sub + ",\"tenant\":\"no-such-tenant\"")))
                .get("/api/v1/reports"));
        as(issuer.sign(issuer.claims("\"sub\":\"ann\",\"namespaces\":\"*\",\"tenant\":\"default\","
                        + "\"realm_access\":{\"roles\":[\"root\",\"Engineer\"]}")))
                .get("/api/v1/reports")
                .then()
                .statusCode(403);
    }

    @Test
    void letsAdministratorsOfTheFirstTenantMakeOthersAndTheirFirstAdministrator() {
        admin().body("{\"slug\":\"acme\"}").post("/api/v1/tenants").then().statusCode(201);
        admin().body("{\"slug\":\"acme\"}").post("/api/v1/tenants").then().statusCode(200);
        admin().body("{\"slug\":\"acme-meta\"}").post("/api/v1/tenants").then().statusCode(400);
        String first = key("{\"name\":\"boss\",\"roles\":[\"admin\"],\"tenant\":\"acme\"}");
        admin().body("{\"name\":\"spy\",\"roles\":[\"engineer\"],\"tenant\":\"acme\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(403);
        admin().body("{\"name\":\"boss\",\"roles\":[\"admin\"],\"tenant\":\"no-such\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(400);
        RequestSpecification boss = as(first).contentType(JSON);
        boss.get("/api/v1/tenants").then().body("tenants.slug", contains("acme"));
        boss.body("{\"slug\":\"evil\"}").post("/api/v1/tenants").then().statusCode(403);
        boss.get("/api/v1/keys").then().body("keys.name", contains("boss"));
        as(first)
                .contentType(JSON)
                .body("{\"name\":\"x\",\"roles\":[\"admin\"],\"tenant\":\"default\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(403);
        as(first)
                .contentType(JSON)
                .body("{\"name\":\"shown\",\"roles\":[\"engineer\"]}")
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .body("tenant", equalTo("acme"));
        admin().get("/api/v1/tenants").then().body("tenants.slug", hasItem("acme"));
    }

    @Test
    void showsMetricsToOperatorsOfTheFirstTenantOnly() {
        String operator = key("{\"name\":\"watch\",\"roles\":[\"operator\"]}");
        as(operator).get("/q/metrics").then().statusCode(200);
        as(operator).get("/q/health").then().statusCode(200);
        admin().get("/q/metrics").then().statusCode(403);
    }
}
