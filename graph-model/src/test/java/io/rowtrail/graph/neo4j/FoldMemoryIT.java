package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.Histories;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a projector remembers between batches never differs from what is stored, whoever wrote meanwhile. */
class FoldMemoryIT {

    private static final String LOG = "remembered";
    private static final Instant RECORDED = Instant.parse("2026-03-02T00:00:00Z");

    private final LineageGraph one = graph();
    private final LineageGraph two = graph();
    private final InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());

    @BeforeEach
    void empty() {
        one.reset();
    }

    @Test
    void runsOfOneStructureAreFoldedAsEver() {
        for (int run = 0; run < 20; run++) {
            tell(one, 1, event(run, "START", run));
            tell(one, 1, event(run, run % 5 == 4 ? "FAIL" : "COMPLETE", 100 + run));
        }
        assertThat(lines(one)).isEqualTo(lines(oracle));
    }

    /** Each history is folded by projectors of which each is started anew after a while, and by ones that never remember. */
    @Test
    void rememberingNeverChangesTheGraph() {
        long first = Long.getLong("rowtrail.seed", 31L);
        for (long seed = first; seed < first + (Boolean.getBoolean("rowtrail.long") ? 40 : 1); seed++) {
            Random random = new Random(seed);
            List<EventFacts> told = new ArrayList<>(Histories.random(seed, 25));
            told.addAll(Histories.stream(70));
            if (seed % 2 == 1) {
                Collections.shuffle(told, random);
            }
            told.addAll(told.subList(0, told.size() / 3));
            List<LoggedFacts> log = Histories.logged(told);
            oracle.reset();
            oracle.apply(new Batch("default", 1, 0, log.size(), log));
            for (int restarts : List.of(7, 1)) {
                assertThat(folded(log, restarts, new Random(seed)))
                        .as("seed %d, started anew before one batch in %d", seed, restarts)
                        .containsExactly(exported(oracle, ExportForm.FULL), exported(oracle, ExportForm.FACTS));
            }
        }
    }

    /** @param restarts one batch in how many is folded by a projector that has just started */
    private static List<List<String>> folded(List<LoggedFacts> log, int restarts, Random random) {
        LineageGraph graph = graph();
        graph.reset();
        long epoch = graph.position("default").epoch() + 1;
        int from = 0;
        while (from < log.size()) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(25));
            if (random.nextInt(restarts) == 0) {
                graph = graph();
            }
            assertThat(graph.apply(new Batch("default", epoch, from, to, log.subList(from, to))))
                    .isInstanceOf(Applied.Folded.class);
            from = to;
        }
        return List.of(exported(graph, ExportForm.FULL), exported(graph, ExportForm.FACTS));
    }

    @Test
    void aProjectorThatLeadsAgainDoesNotTrustItsMemory() {
        long epoch = one.position(LOG).epoch();
        tell(one, epoch + 1, event(1, "COMPLETE", 1));
        tell(two, epoch + 2, event(1, "FAIL", 5));
        tell(two, epoch + 2, event(2, "START", 6));
        tell(one, epoch + 3, event(3, "COMPLETE", 7));
        tell(one, epoch + 3, event(2, "COMPLETE", 8));
        assertThat(lines(one)).isEqualTo(lines(oracle));
    }

    @Test
    void aGraphDroppedByAnotherIsBuiltAnew() {
        long epoch = one.position(LOG).epoch();
        tell(one, epoch + 1, event(1, "COMPLETE", 1));
        two.reset();
        oracle.reset();
        tell(one, epoch + 1, event(1, "COMPLETE", 1));
        assertThat(lines(one)).isEqualTo(lines(oracle));
    }

    @Test
    void aRefusedBatchIsForgotten() {
        long epoch = one.position(LOG).epoch();
        tell(one, epoch + 1, event(1, "COMPLETE", 1));
        long next = one.position(LOG).nextIndex();
        LoggedFacts facts = facts(next, event(2, "COMPLETE", 2));
        assertThat(one.apply(new Batch(LOG, epoch, next, next + 1, List.of(facts))))
                .isInstanceOf(Applied.StaleEpoch.class);
        tell(one, epoch + 1, event(2, "COMPLETE", 2));
        assertThat(lines(one)).isEqualTo(lines(oracle));
    }

    @Test
    void countsWhatIsLeftOut() {
        long epoch = one.position(LOG).epoch() + 1;
        one.apply(new Batch(LOG, epoch, 0, 3, List.of(), 2));
        one.apply(new Batch(LOG, epoch, 3, 4, List.of(), 1));
        assertThat(one.skipped(LOG)).isEqualTo(3);
        one.reset();
        assertThat(one.skipped(LOG)).isZero();
    }

    private void tell(LineageGraph graph, long epoch, String event) {
        long next = graph.position(LOG).nextIndex();
        Batch batch = new Batch(
                LOG, Math.max(epoch, graph.position(LOG).epoch()), next, next + 1, List.of(facts(next, event)));
        assertThat(graph.apply(batch)).isInstanceOf(Applied.Folded.class);
        assertThat(oracle.apply(batch)).isInstanceOf(Applied.Folded.class);
    }

    private static LoggedFacts facts(long index, String event) {
        Read read = new EventReader().read(event.getBytes(StandardCharsets.UTF_8));
        return LoggedFacts.of(new EntryRef(LOG, index), RECORDED.plusSeconds(index), ((Read.Facts) read).facts());
    }

    private static String event(int run, String type, int second) {
        return """
                {"eventType":"%s","eventTime":"%s","run":{"runId":"00000000-0000-4000-8000-%012d"},"producer":"p","schemaURL":"s",
                 "job":{"namespace":"jobs","name":"etl"},"inputs":[{"namespace":"db","name":"sale"}],
                 "outputs":[{"namespace":"db","name":"silver","facets":{"columnLineage":{"fields":{"amount":{"inputFields":[
                   {"namespace":"db","name":"sale","field":"price"},{"namespace":"db","name":"sale","field":"count"}]}}}}}]}""".formatted(type, RECORDED.minusSeconds(1000 - second), run);
    }

    private static List<String> lines(LineageGraph graph) {
        return exported(graph, ExportForm.FULL);
    }

    private static List<String> exported(LineageGraph graph, ExportForm form) {
        List<String> lines = new ArrayList<>();
        graph.export(form, lines::add);
        return lines;
    }

    private static LineageGraph graph() {
        return new Neo4jLineageGraph(
                EmbeddedNeo4j.driver(), "memory", Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
