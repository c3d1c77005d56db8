package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.Histories;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** A stream of very many events keeps a node of bounded size, and the same export as if all were kept together. */
class LongRunIT {

    @Test
    void aRunOfManyEventsDoesNotRewriteAnEverGrowingNode() {
        LineageGraph graph = new Neo4jLineageGraph(
                EmbeddedNeo4j.driver(), "stream", Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
        graph.reset();
        List<EventFacts> told = Histories.stream(1_500);
        List<EventFacts> events = new ArrayList<>(told);
        events.add(told.get(3));
        List<LoggedFacts> log = Histories.logged(events);
        for (int from = 0; from < log.size(); from += 50) {
            int to = Math.min(log.size(), from + 50);
            graph.apply(new Batch("default", 1, from, to, log.subList(from, to)));
        }
        try (Session session = EmbeddedNeo4j.driver().session()) {
            assertThat(
                            session
                                    .run("MATCH (:Job {tenant: 'stream'})<-[:RUN_OF]-(n:Run) RETURN n.events AS events")
                                    .stream()
                                    .mapToInt(row ->
                                            PackedTexts.read(row.get("events")).size())
                                    .max()
                                    .orElseThrow())
                    .isLessThan(130);
        }
        LineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
        oracle.apply(new Batch("default", 1, 0, log.size(), log));
        assertThat(lines(graph)).isEqualTo(lines(oracle));
        graph.reset();
    }

    private static List<String> lines(LineageGraph graph) {
        List<String> lines = new ArrayList<>();
        graph.export(ExportForm.FULL, lines::add);
        return lines;
    }
}
