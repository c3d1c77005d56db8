package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.Histories;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Driver;

/** What walks remember of the store is never other than what is stored, whoever folds. */
class RememberedEdgesIT {

    private static final String LOG = "walks";
    private static final Instant RECORDED = Instant.parse("2026-03-02T00:00:00Z");

    private final RecordingDriver recording = RecordingDriver.of(EmbeddedNeo4j.driver());
    private final LineageGraph asked = graph(recording.recording());
    private final LineageGraph folding = graph(EmbeddedNeo4j.driver());

    private static LineageGraph graph(Driver driver) {
        return new Neo4jLineageGraph(
                driver, "walks", Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @BeforeEach
    void empty() {
        folding.reset();
    }

    @Test
    void answersAsOneThatRemembersNothing() {
        long seed = Long.getLong("rowtrail.seed", 7L);
        List<EventFacts> told = new ArrayList<>(Histories.random(seed, 30));
        Set<DatasetId> datasets = new TreeSet<>();
        Set<JobId> jobs = new TreeSet<>();
        for (int from = 0; from < told.size(); from += 10) {
            List<EventFacts> batch = told.subList(from, Math.min(told.size(), from + 10));
            apply(batch);
            for (EventFacts event : batch) {
                event.inputs().forEach(mention -> datasets.add(mention.id()));
                event.outputs().forEach(mention -> datasets.add(mention.id()));
            }
            List<NodeId> starts = new ArrayList<>(datasets.stream().limit(6).toList());
            starts.addAll(jobs);
            for (NodeId start : starts) {
                compare(seed, start);
            }
        }
        folding.reset();
        for (DatasetId dataset : datasets) {
            compare(seed, dataset);
        }
    }

    private void compare(long seed, NodeId start) {
        LineageQuery query = LineageQuery.of(start, 9, Direction.BOTH);
        try (LineageGraph fresh = graph(EmbeddedNeo4j.driver())) {
            assertThat(asked.lineage(query)).as("seed %d, %s", seed, start).isEqualTo(fresh.lineage(query));
            assertThat(asked.lineage(query))
                    .as("again, seed %d, %s", seed, start)
                    .isEqualTo(fresh.lineage(query));
            assertThat(asked.lifetimes(List.of(start))).isEqualTo(fresh.lifetimes(List.of(start)));
        }
    }

    @Test
    void aSecondWalkReadsNoEdges() {
        List<EventFacts> chain = Histories.chain("a", "one", "b", "two", "c");
        apply(chain);
        NodeId start = chain.get(0).outputs().get(0).id();
        LineageQuery query = LineageQuery.of(start, 9, Direction.BOTH);
        assertThat(asked.lineage(query)).isPresent();
        recording.statements().clear();
        assertThat(asked.lineage(query)).isPresent();
        assertThat(recording.statements().keySet())
                .hasSize(2)
                .noneMatch(statement -> statement.contains("FLOWS_TO") || statement.contains("WRITES"));
    }

    @Test
    void aRunThatRepeatsWhatWasSeenChangesNoEdge() {
        List<EventFacts> chain = Histories.chain("a", "one", "b", "two", "c");
        apply(chain);
        String structure = structure();
        apply(chain);
        assertThat(structure()).isEqualTo(structure);
        apply(Histories.chain("x", "other", "y"));
        assertThat(structure()).isNotEqualTo(structure);
    }

    /** A release that does not say what it changed takes the same lock. */
    @Test
    void whoeverHoldsTheLockAndDoesNotSayWhatItChangedMakesWalksForget() {
        apply(Histories.chain("a", "one", "b"));
        assertThat(stored()).isPresent();
        try (var session = EmbeddedNeo4j.driver().session()) {
            session.run("MATCH (g:Graph {tenant: 'walks'}) SET g.locked = g.locked + 1")
                    .consume();
        }
        assertThat(stored()).isEmpty();
        apply(Histories.chain("a", "one", "b"));
        assertThat(stored()).isPresent();
    }

    private String structure() {
        return stored().orElseThrow();
    }

    private static java.util.Optional<String> stored() {
        try (var session = EmbeddedNeo4j.driver().session()) {
            return session.executeRead(tx -> new Positions(tx, new Keys("walks")).structure());
        }
    }

    private void apply(List<EventFacts> events) {
        long from = folding.position(LOG).nextIndex();
        List<LoggedFacts> facts = new ArrayList<>();
        for (EventFacts event : events) {
            facts.add(LoggedFacts.of(new EntryRef(LOG, from + facts.size()), RECORDED, event));
        }
        assertThat(folding.apply(new Batch(LOG, 1, from, from + facts.size(), facts)))
                .isInstanceOf(Applied.Folded.class);
    }
}
