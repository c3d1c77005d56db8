package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.GraphException;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** Tenants on one store, and what becomes of a store of another form. */
class TenantsIT {

    private static final String ONE = "one";
    private static final String TWO = "two";
    private static final Instant RECORDED = Instant.parse("2026-03-02T00:00:00Z");
    private static final String RUN = "00000000-0000-4000-8000-000000000001";
    private static final DatasetId SALE = new DatasetId("db", "sale");

    private final LineageGraph one = graph(ONE);
    private final LineageGraph two = graph(TWO);

    @BeforeEach
    @AfterEach
    void empty() {
        one.reset();
        two.reset();
    }

    @Test
    void sameNamesNeverMeet() {
        tell(one, "one", event("COMPLETE", "silver", "amount"));
        tell(two, "two", event("COMPLETE", "gold", "price"));

        assertThat(lines(one)).isEqualTo(alone("one", event("COMPLETE", "silver", "amount")));
        assertThat(lines(two)).isEqualTo(alone("two", event("COMPLETE", "gold", "price")));
        assertThat(one.namespaces()).containsExactly("db", "jobs");
        assertThat(one.datasets("db", new PageRequest(10, null)).items())
                .extracting(view -> view.id().name())
                .containsExactly("sale", "silver");
        assertThat(one.search(SearchQuery.of("gold", 10))).isEmpty();
        assertThat(one.dataset(new DatasetId("db", "gold"))).isEmpty();
        assertThat(one.columns(SALE)).extracting(c -> c.field()).containsExactly("amount");
        assertThat(one.lineage(LineageQuery.of(SALE, 5, Direction.BOTH))
                        .orElseThrow()
                        .nodes())
                .extracting(node -> node.id())
                .containsExactlyInAnyOrder(SALE, new DatasetId("db", "silver"), new JobId("jobs", "etl"));
        assertThat(one.run(new RunId(RUN)).orElseThrow().outputs())
                .extracting(m -> m.id().name())
                .containsExactly("silver");
        assertThat(one.runs(new JobId("jobs", "etl"), new PageRequest(10, null)).items())
                .hasSize(1);
    }

    @Test
    void aDropTakesOneTenantOnly() {
        tell(one, "one", event("COMPLETE", "silver", "amount"));
        tell(two, "two", event("COMPLETE", "silver", "amount"));
        List<String> before = lines(two);
        one.reset();
        assertThat(lines(one)).isEmpty();
        assertThat(one.position("one").nextIndex()).isZero();
        assertThat(lines(two)).isEqualTo(before);
        assertThat(two.position("two").nextIndex()).isEqualTo(1);
    }

    @Test
    void aFailedRunIsTakenBackFromItsOwnTenantOnly() {
        tell(one, "one", event("COMPLETE", "silver", "amount"));
        tell(two, "two", event("COMPLETE", "silver", "amount"));
        List<String> before = lines(two);
        tell(one, "one", event("FAIL", "silver", "amount"));
        assertThat(lines(one)).isNotEqualTo(before);
        assertThat(lines(two)).isEqualTo(before);
    }

    @Test
    void aDropCutShortIsEndedBeforeTheNextFold() {
        tell(one, "one", event("COMPLETE", "silver", "amount"));
        run("MATCH (g:Graph {tenant: 'one'}) SET g.dropping = true");
        run("MATCH (p:Position {tenant: 'one'}) SET p.nextIndex = 0");
        assertThat(one.apply(new Batch("one", 9, 0, 1, List.of()))).isInstanceOf(Applied.Folded.class);
        assertThat(lines(one)).isEmpty();
    }

    @Test
    void aStoreOfAnOlderFormIsTakenAwayAndKeepsItsEpoch() {
        tell(one, "one", event("COMPLETE", "silver", "amount"));
        run("MATCH (f:GraphForm) REMOVE f.version");
        run("CREATE (:Dataset {key: 'of another form'})");
        LineageGraph restarted = graph(ONE);
        assertThat(restarted.position("one").nextIndex()).isZero();
        assertThat(restarted.position("one").epoch()).isEqualTo(1);
        assertThat(lines(restarted)).isEmpty();
        assertThat(run("MATCH (n:Dataset) RETURN count(n) AS n")).isZero();
        tell(restarted, "one", event("COMPLETE", "silver", "amount"));
        assertThat(lines(restarted)).isEqualTo(alone("one", event("COMPLETE", "silver", "amount")));
    }

    @Test
    void aStoreOfANewerFormIsLeftAlone() {
        run("MATCH (f:GraphForm) SET f.version = 1000");
        try {
            assertThatThrownBy(() -> graph(ONE).position("one"))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("newer release");
        } finally {
            run("MATCH (f:GraphForm) SET f.version = " + GraphForm.VERSION);
        }
    }

    private static LineageGraph graph(String tenant) {
        return new Neo4jLineageGraph(
                EmbeddedNeo4j.driver(), tenant, Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    private static void tell(LineageGraph graph, String log, String event) {
        long next = graph.position(log).nextIndex();
        Read read = new EventReader().read(event.getBytes(StandardCharsets.UTF_8));
        LoggedFacts facts = LoggedFacts.of(new EntryRef(log, next), RECORDED, ((Read.Facts) read).facts());
        long epoch = Math.max(1, graph.position(log).epoch());
        assertThat(graph.apply(new Batch(log, epoch, next, next + 1, List.of(facts))))
                .isInstanceOf(Applied.Folded.class);
    }

    /** The export of a graph that holds nothing else. */
    private static List<String> alone(String log, String event) {
        InMemoryLineageGraph graph = new InMemoryLineageGraph(Clock.systemUTC());
        tell(graph, log, event);
        return lines(graph);
    }

    private static List<String> lines(LineageGraph graph) {
        List<String> lines = new ArrayList<>();
        graph.export(ExportForm.FULL, lines::add);
        return lines;
    }

    private static String event(String type, String output, String field) {
        return """
                {"eventType":"%s","eventTime":"2026-03-01T00:00:0%dZ","run":{"runId":"%s"},"producer":"p","schemaURL":"s",
                 "job":{"namespace":"jobs","name":"etl"},"inputs":[{"namespace":"db","name":"sale"}],
                 "outputs":[{"namespace":"db","name":"%s","facets":{"columnLineage":{"fields":{"%s":{"inputFields":[
                   {"namespace":"db","name":"sale","field":"%s"}]}}}}}]}""".formatted(type, type.equals("FAIL") ? 5 : 1, RUN, output, field, field);
    }

    private static long run(String statement) {
        try (Session session = EmbeddedNeo4j.driver().session()) {
            return session.run(statement, Map.of()).stream()
                    .mapToLong(row -> row.get("n").asLong())
                    .sum();
        }
    }
}
