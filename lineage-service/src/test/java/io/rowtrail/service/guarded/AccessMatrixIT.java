package io.rowtrail.service.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every role, and everybody without one, against every call that OpenAPI tells of: who may make it. */
@QuarkusTest
@QuarkusTestResource(value = GuardedStack.class, restrictToAnnotatedClass = true)
class AccessMatrixIT {
    @TestHTTPResource("/")
    URI home;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    TokenIssuer issuer;

    private Plant plant() {
        return Plant.in(home, uri, warehouse);
    }

    @Test
    void saysOfEveryCallOfTheInterfaceWhoMayMakeIt() {
        List<Operation> operations = Operation.served(home);
        Map<String, Set<String>> served = new TreeMap<>();
        operations.forEach(operation -> served.put(operation.name(), operation.roles()));
        Map<String, Set<String>> known = new TreeMap<>();
        Calls.all().forEach(call -> known.put(call.name(), new TreeSet<>(call.roles())));
        assertThat(known).as("the table in Calls").isEqualTo(served);
        assertThat(operations)
                .allSatisfy(operation -> assertThat(operation.statuses()).contains("401", "403", "429"));
        assertThat(Matrix.untried(operations))
                .as("parameters without a value to try, in Values")
                .isEmpty();
    }

    @Test
    void letsEachRoleDoWhatItMayAndNothingElse() {
        Plant plant = plant();
        Client boss = plant.tenant("gamma");
        Map<String, Client> callers = new HashMap<>();
        Calls.ROLES.forEach(role -> callers.put(role, plant.key(boss, "only-" + role, List.of(role), List.of("*"))));
        callers.put("no role", token("[]"));
        callers.put("a role of no meaning", token("[\"superuser\"]"));
        SoftAssertions softly = new SoftAssertions();
        callers.forEach((who, client) -> Calls.all().forEach(call -> {
            int status = client.send(call.method(), call.about(plant.absent), call.body())
                    .statusCode();
            String what = who + " " + call.name();
            if (call.roles().contains(who) && !Calls.HOSTS.contains(call)) {
                softly.assertThat(status).as(what).isNotIn(401, 403, 405).isLessThan(500);
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
    void answersWhoeverHasNothingGoodTheSameWhateverTheyAskFor() {
        Plant plant = plant();
        Answer nobody = Answer.of(new Client(home, "").get("/api/v1/namespaces"));
        assertThat(nobody.status()).isEqualTo(401);
        SoftAssertions softly = new SoftAssertions();
        Credentials.thatOpenNothing(home, plant, issuer)
                .forEach((who, client) -> Calls.all()
                        .forEach(call -> softly.assertThat(
                                        Answer.of(client.send(call.method(), call.about(plant.open), call.body())))
                                .as(who + " " + call.name())
                                .isEqualTo(nobody)));
        softly.assertAll();
    }

    @Test
    void showsEachRoleByItselfNothingOfWhatItMayNotKnow() {
        Plant plant = plant();
        SoftAssertions softly = new SoftAssertions();
        for (String role : Calls.ROLES) {
            Client stranger = plant.strangerWith(role);
            Client limited = Calls.LIMITABLE.contains(role) ? plant.limitedTo(role) : stranger;
            for (Call call : Calls.READS) {
                for (Map<String, String> thing : List.of(plant.open, plant.sealed)) {
                    String what = role + " " + call.about(thing);
                    String told = Answer.of(limited.get(call.about(thing))).text();
                    softly.assertThat(told).as("limited " + what).doesNotContain(plant.sealedMarks());
                    String strange = Answer.of(stranger.get(call.about(thing))).text();
                    softly.assertThat(strange).as("stranger " + what).doesNotContain(plant.alphaMarks());
                }
            }
        }
        softly.assertAll();
    }
}
