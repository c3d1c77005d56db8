package io.rowtrail.service.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.service.guarded.Matrix.Read;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every way to read that OpenAPI tells of, by those who may not know of all: whatever is hidden has the very answer of what
 * does not exist, appears nowhere, and changes nothing.
 */
@QuarkusTest
@QuarkusTestResource(value = GuardedStack.class, restrictToAnnotatedClass = true)
class HiddenMatrixIT {
    @TestHTTPResource("/")
    URI home;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    private Plant plant;
    private List<Operation> operations;
    private List<Read> reads;

    @BeforeEach
    void read() {
        plant = Plant.in(home, uri, warehouse);
        operations = Operation.served(home);
        reads = Matrix.reads(operations);
    }

    @Test
    void showsAllOfItToWhoMayKnowIt() {
        SoftAssertions softly = new SoftAssertions();
        for (String path : List.of(
                "/api/v1/namespaces/sealed/datasets",
                "/api/v1/namespaces/open/datasets/sale_line/versions",
                "/api/v1/lineage?nodeId=dataset:sealed:" + Plant.SEALED,
                "/api/v1/events/lineage",
                "/api/v1/graph/export",
                "/api/v1/coverage",
                "/api/v1/search?q=" + Plant.SEALED,
                "/api/v1/reports",
                "/api/v1/keys",
                "/api/v1/audit/entries",
                "/api/v1/audit/entries/alpha-meta:1",
                "/api/v1/audit/entries/" + plant.sealed.get("entry"),
                "/api/v1/audit/evidence/" + plant.sealed.get("pack"),
                "/api/v1/quarantine/" + plant.sealed.get("item"),
                "/api/v1/traces/" + plant.sealed.get("traceId"))) {
            String told = Answer.of(plant.whole.get(path)).text();
            softly.assertThat(told).as(path).contains(Plant.SEALED);
            softly.assertThat(List.of(plant.sealedMarks())).as(path).anyMatch(told::contains);
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
        SoftAssertions softly = new SoftAssertions();
        for (Map<String, String> thing : List.of(plant.open, plant.sealed)) {
            List<Read> all = new ArrayList<>(reads);
            all.addAll(Matrix.secondPages(operations, plant.whole, thing));
            for (Read read : all) {
                if (read.isAbout() || thing == plant.open) {
                    says(softly, read, plant.limited, thing).doesNotContain(plant.sealedMarks());
                    says(softly, read, plant.stranger, thing).doesNotContain(plant.alphaMarks());
                    says(softly, read, plant.whole, thing).doesNotContain(Plant.OTHER);
                }
            }
        }
        softly.assertAll();
    }

    private static org.assertj.core.api.AbstractStringAssert<?> says(
            SoftAssertions softly, Read read, Client client, Map<String, String> thing) {
        Answer answer = read.by(client, thing);
        softly.assertThat(answer.status()).as(read.about(thing)).isLessThan(500);
        return softly.assertThat(answer.text()).as(read.about(thing));
    }

    @Test
    void answersOfWhatIsHiddenAsOfWhatIsNotThere() {
        SoftAssertions softly = new SoftAssertions();
        List<Read> about = new ArrayList<>(reads);
        about.addAll(Matrix.secondPages(operations, plant.whole, plant.sealed));
        about.removeIf(read -> !read.isAbout());
        for (Read read : about) {
            for (Client client : List.of(plant.limited, plant.stranger)) {
                softly.assertThat(read.by(client, plant.sealed))
                        .as(read.about(plant.sealed) + (client == plant.limited ? " limited" : " stranger"))
                        .isEqualTo(read.by(client, plant.absent));
            }
        }
        softly.assertAll();
    }

    @Test
    void changesHiddenThingsAsLittleAsThoseThatAreNotThere() {
        SoftAssertions softly = new SoftAssertions();
        for (Call call : Calls.WRITES) {
            if (call.path().contains("{") && !call.method().equals("PUT")) {
                for (Client client : List.of(plant.limited, plant.stranger)) {
                    Answer hidden = Answer.of(client.send(call.method(), call.about(plant.sealed), call.body()));
                    Answer none = Answer.of(client.send(call.method(), call.about(plant.absent), call.body()));
                    softly.assertThat(hidden).as(call.about(plant.sealed)).isEqualTo(none);
                }
            }
        }
        softly.assertThat(plant.whole.get("/api/v1/keys").body()).contains("\"" + Plant.SEALED + "\"");
        softly.assertAll();
    }

    @Test
    void answersTheSameWhateverElseIsHidden() {
        Map<String, Answer> strange = answers(plant.stranger);
        Map<String, Answer> limited = answers(plant.limited);
        plant.moreIsSealed();
        same(strange, answers(plant.stranger));
        plant.moreOfTheOther();
        same(limited, answers(plant.limited));
    }

    /** But for the proofs and sizes of the own log, which are of all that is in it and tell of none of it. */
    private Map<String, Answer> answers(Client client) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Read read : reads) {
            boolean ofTheTree = read.call().path().matches("/api/v1/audit/(logs|checkpoint|proofs).*");
            if (!ofTheTree || client == plant.stranger) {
                answers.put(read.about(plant.open), read.by(client, plant.open).withoutSizes());
            }
        }
        return answers;
    }

    private static void same(Map<String, Answer> before, Map<String, Answer> after) {
        SoftAssertions softly = new SoftAssertions();
        before.forEach(
                (what, answer) -> softly.assertThat(after.get(what)).as(what).isEqualTo(answer));
        softly.assertAll();
    }

    @Test
    void countsHiddenNeighboursAndDoesNotWalkThroughThem() {
        String lineage = plant.limited
                .get("/api/v1/lineage?nodeId=dataset:open:sale_line")
                .body();
        assertThat(lineage).contains("opened_in", "\"hidden\":2").doesNotContain("bridge");
        var lines = plant.limited.get("/api/v1/impact?nodeId=dataset:open:sale_line", "text/csv");
        assertThat(lines.headers().firstValue("Rowtrail-Hidden")).contains("1");
        assertThat(lines.headers().firstValue("Rowtrail-Caveats")).contains("hidden");
        String trace =
                plant.limited.get("/api/v1/traces/" + plant.open.get("traceId")).body();
        assertThat(trace).contains("open:sale_line").doesNotContain(plant.sealedMarks());
    }

    @Test
    void takesOfWhoIsLimitedOnlyWhatIsTheirsToTell() {
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
