package io.rowtrail.service.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Role, tenant and namespaces against every call there is: who may make it, and that whoever may not know of a thing gets
 * the very answer of one that does not exist, and nowhere a word of it.
 */
@QuarkusTest
@QuarkusTestResource(value = GuardedStack.class, restrictToAnnotatedClass = true)
class AccessMatrixIT {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final List<String> ROLES =
            List.of("producer", "engineer", "rows", "auditor", "privacy", "records", "operator", "admin");
    private static @Nullable Plant planted;

    @TestHTTPResource("/")
    URI home;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    TokenIssuer issuer;

    private Plant plant() {
        Plant known = planted;
        if (known == null) {
            known = new Plant(home, uri, warehouse);
            planted = known;
        }
        return known;
    }

    private static Stream<Call> all() {
        return Stream.of(Calls.READS, Calls.WRITES, Calls.HOSTS).flatMap(List::stream);
    }

    @Test
    void saysOfEveryCallOfTheInterfaceWhoMayMakeIt() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(new Client(home, "").get("/q/openapi?format=json").body());
        Set<String> offered = new TreeSet<>();
        for (Iterator<Map.Entry<String, JsonNode>> paths =
                        document.path("paths").fields();
                paths.hasNext(); ) {
            Map.Entry<String, JsonNode> path = paths.next();
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (METHODS.contains(method)) {
                    offered.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            });
        }
        Set<String> known = new TreeSet<>(all().map(Call::name).toList());
        assertThat(known).as("the table in Calls").isEqualTo(offered);
    }

    @Test
    void letsEachRoleDoWhatItMayAndNothingElse() {
        Plant plant = plant();
        Client boss = plant.emptyTenant("gamma");
        Map<String, Client> callers = new HashMap<>();
        ROLES.forEach(role -> callers.put(role, plant.key(boss, "only-" + role, List.of(role), List.of("*"))));
        callers.put("no role", token("[]"));
        callers.put("a role of no meaning", token("[\"superuser\"]"));
        callers.put("nobody", new Client(home, ""));
        SoftAssertions softly = new SoftAssertions();
        callers.forEach((who, client) -> all().forEach(call -> {
            int status = client.send(call.method(), call.about(plant.absent), call.body())
                    .statusCode();
            String what = who + " " + call.name();
            if (who.equals("nobody")) {
                softly.assertThat(status).as(what).isEqualTo(401);
            } else if (call.roles().contains(who) && !Calls.HOSTS.contains(call)) {
                softly.assertThat(status).as(what).isNotIn(401, 403, 405, 500);
            } else {
                softly.assertThat(status).as(what).isEqualTo(403);
            }
        }));
        softly.assertAll();
    }

    private Client token(String roles) {
        return new Client(
                home,
                issuer.sign(issuer.claims("\"sub\":\"ann\",\"tenant\":\"gamma\",\"namespaces\":\"*\","
                        + "\"realm_access\":{\"roles\":" + roles + "}")));
    }

    @Test
    void showsAllOfItToWhoMayKnowIt() {
        Plant plant = plant();
        SoftAssertions softly = new SoftAssertions();
        for (String path : List.of(
                "/api/v1/namespaces/sealed/datasets",
                "/api/v1/lineage?nodeId=dataset:sealed:" + Plant.SEALED,
                "/api/v1/events/lineage",
                "/api/v1/graph/export",
                "/api/v1/coverage",
                "/api/v1/search?q=" + Plant.SEALED,
                "/api/v1/reports",
                "/api/v1/keys",
                "/api/v1/audit/entries",
                "/api/v1/audit/entries?log=alpha-meta",
                "/api/v1/audit/entries/" + plant.sealed.get("entry"),
                "/api/v1/quarantine/" + plant.sealed.get("item"),
                "/api/v1/traces/" + plant.sealed.get("traceId"))) {
            softly.assertThat(plant.whole.get(path).body()).as(path).contains(Plant.SEALED);
        }
        softly.assertThat(plant.whole.get(rows(plant.sealed)).statusCode()).isEqualTo(200);
        softly.assertThat(plant.limited.get("/api/v1/events/lineage").body()).contains(Plant.OPEN);
        softly.assertThat(plant.limited.get("/api/v1/quarantine").body()).contains("\"actor\":\"limited\"");
        softly.assertThat(plant.limited.get(rows(plant.open)).statusCode()).isEqualTo(200);
        softly.assertThat(plant.stranger.get("/api/v1/events/lineage").body()).contains(Plant.OTHER);
        softly.assertAll();
    }

    private static String rows(Map<String, String> thing) {
        return Call.get("/api/v1/rows/traces", "dataset={dataset}&key={key}").about(thing);
    }

    @Test
    void tellsNobodyAWordOfWhatTheyMayNotKnow() {
        Plant plant = plant();
        SoftAssertions softly = new SoftAssertions();
        for (Call call : Calls.READS) {
            for (Map<String, String> thing : List.of(plant.open, plant.sealed, plant.absent)) {
                String address = call.about(thing);
                says(softly, plant.limited, address).doesNotContain(Plant.SEALED);
                says(softly, plant.stranger, address).doesNotContain(Plant.OPEN, Plant.SEALED);
                says(softly, plant.whole, address).doesNotContain(Plant.OTHER);
            }
        }
        softly.assertAll();
    }

    private static org.assertj.core.api.AbstractStringAssert<?> says(
            SoftAssertions softly, Client client, String address) {
        Answer answer = Answer.of(client.get(address));
        softly.assertThat(answer.status()).as(address).isLessThan(500);
        return softly.assertThat(answer.headers() + answer.body()).as(address);
    }

    @Test
    void answersOfWhatIsHiddenAsOfWhatIsNotThere() {
        Plant plant = plant();
        SoftAssertions softly = new SoftAssertions();
        List<Call> about = new ArrayList<>(Calls.READS);
        about.removeIf(call -> !(call.path() + call.query()).contains("{"));
        for (Call call : about) {
            for (Client client : List.of(plant.limited, plant.stranger)) {
                Answer hidden = Answer.of(client.get(call.about(plant.sealed)));
                Answer none = Answer.of(client.get(call.about(plant.absent)));
                softly.assertThat(hidden)
                        .as(call.about(plant.sealed) + (client == plant.limited ? " limited" : " stranger"))
                        .isEqualTo(none);
            }
        }
        softly.assertAll();
    }

    @Test
    void countsHiddenNeighboursAndDoesNotWalkThroughThem() {
        Plant plant = plant();
        String lineage = plant.limited
                .get("/api/v1/lineage?nodeId=dataset:open:sale_line")
                .body();
        assertThat(lineage).contains("opened_in", "\"hidden\":1").doesNotContain("bridge");
        String trace =
                plant.limited.get("/api/v1/traces/" + plant.open.get("traceId")).body();
        assertThat(trace).contains("open:sale_line").doesNotContain(Plant.SEALED);
    }

    @Test
    void takesOfWhoIsLimitedOnlyWhatIsTheirsToTell() {
        Plant plant = plant();
        String event = "{\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"run\":{\"runId\":\""
                + java.util.UUID.randomUUID() + "\"},\"job\":{\"namespace\":\"%s\",\"name\":\"told\"},"
                + "\"producer\":\"https://example.org\","
                + "\"schemaURL\":\"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent\"}";
        assertThat(plant.limited
                        .post("/api/v1/lineage", event.formatted("opened-too"))
                        .statusCode())
                .isEqualTo(201);
        var refused = plant.limited.post("/api/v1/lineage", event.formatted("sealed"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("/job/namespace");
    }
}
