package io.rowtrail.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A graph and where its log stands. */
final class GraphUnderTest {

    private final LineageGraph graph;
    private long next;

    GraphUnderTest(LineageGraph graph) {
        this.graph = graph;
    }

    LineageGraph graph() {
        return graph;
    }

    void reset() {
        graph.reset();
        next = graph.position("default").nextIndex();
    }

    /** Tells a log in batches of random sizes. */
    void tellInBatches(List<EventFacts> events, Random random) {
        List<LoggedFacts> log = Histories.logged(events);
        int from = 0;
        while (from < log.size()) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(12));
            Applied applied = graph.apply(new Batch("default", epoch(), from, to, log.subList(from, to)));
            assertThat(applied).isInstanceOf(Applied.Folded.class);
            from = to;
        }
    }

    /** Tells events one by one, a second apart. */
    void tell(EventFacts... events) {
        for (EventFacts event : events) {
            LoggedFacts logged =
                    LoggedFacts.of(new EntryRef("default", next), Told.time(100).plusSeconds(next), event);
            assertThat(graph.apply(new Batch("default", epoch(), next, next + 1, List.of(logged))))
                    .isInstanceOf(Applied.Folded.class);
            next++;
        }
    }

    long epoch() {
        return Math.max(1, graph.position("default").epoch());
    }

    List<String> lines(ExportForm form) {
        List<String> lines = new ArrayList<>();
        graph.export(form, lines::add);
        return lines;
    }

    List<NodeId> reached(NodeId start, Direction direction) {
        return reached(start, 10, direction);
    }

    List<NodeId> reached(NodeId start, int depth, Direction direction) {
        return graph.lineage(LineageQuery.of(start, depth, direction)).orElseThrow().nodes().stream()
                .map(Lineage.Node::id)
                .toList();
    }
}
