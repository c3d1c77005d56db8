package io.rowtrail.service.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.LogName;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.GraphException;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of entries that cannot be folded. */
class SkippedEntriesTest {
    private static final LogName LOG = LogName.parse("default");

    private final InMemoryLineageGraph graph = new InMemoryLineageGraph(Clock.systemUTC());

    @Test
    void passesOverTheEntryTheGraphRefusesAndFoldsAllOthers() {
        GraphProjection projection = led(refusing(Set.of(3L, 7L), new GraphException.Refused("no", new Exception())));
        projection.apply(entries(0, 10));
        assertThat(projection.position()).isEqualTo(10);
        assertThat(projection.skipped()).isEqualTo(2);
        assertThat(runs()).hasSize(8);
        projection.apply(entries(10, 12));
        assertThat(runs()).hasSize(10);
    }

    @Test
    void passesOverAnEntryTheFoldFailsOn() {
        GraphProjection projection = led(refusing(Set.of(0L), new IllegalArgumentException("no such thing")));
        projection.apply(entries(0, 4));
        assertThat(projection.position()).isEqualTo(4);
        assertThat(projection.skipped()).isEqualTo(1);
        assertThat(runs()).hasSize(3);
    }

    @Test
    void passesOverFactsItCannotRead() {
        GraphProjection projection = led(graph);
        List<FollowedEntry> entries = new ArrayList<>(entries(0, 3));
        entries.set(1, entry(1, Bytes.utf8("{\"v\":1000}")));
        projection.apply(entries);
        assertThat(projection.position()).isEqualTo(3);
        assertThat(projection.skipped()).isEqualTo(1);
        assertThat(runs()).hasSize(2);
    }

    @Test
    void skipsNothingWhileTheGraphIsAway() {
        GraphProjection projection = led(refusing(Set.of(2L), new GraphException("away", new Exception())));
        assertThatThrownBy(() -> projection.apply(entries(0, 4))).isInstanceOf(GraphException.class);
        assertThat(projection.position()).isZero();
        assertThat(projection.skipped()).isZero();
    }

    private static GraphProjection led(LineageGraph graph) {
        GraphProjection projection = new GraphProjection("default", graph, (log, places) -> {});
        projection.lead(1);
        return projection;
    }

    private List<String> runs() {
        List<String> lines = new ArrayList<>();
        graph.export(ExportForm.FACTS, lines::add);
        return lines.stream().filter(line -> line.contains("\"kind\":\"run\"")).toList();
    }

    /** The graph, failing on batches that hold any of these entries. */
    private LineageGraph refusing(Set<Long> indexes, RuntimeException failure) {
        return (LineageGraph) Proxy.newProxyInstance(
                LineageGraph.class.getClassLoader(),
                new Class<?>[] {LineageGraph.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("apply")
                            && ((Batch) arguments[0])
                                    .facts().stream()
                                            .anyMatch(f ->
                                                    indexes.contains(f.entry().index()))) {
                        throw failure;
                    }
                    try {
                        return method.invoke(graph, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<FollowedEntry> entries(int from, int to) {
        List<FollowedEntry> entries = new ArrayList<>();
        for (int index = from; index < to; index++) {
            String event = """
                    {"eventType":"COMPLETE","eventTime":"2026-03-01T00:00:00Z","producer":"p","schemaURL":"s",
                     "run":{"runId":"00000000-0000-4000-8000-%012d"},"job":{"namespace":"jobs","name":"etl"}}""".formatted(index);
            Read read = new EventReader().read(event.getBytes(StandardCharsets.UTF_8));
            entries.add(entry(index, Bytes.of(FactsCodec.encode(((Read.Facts) read).facts()))));
        }
        return entries;
    }

    private static FollowedEntry entry(int index, Bytes facts) {
        return new FollowedEntry(
                EntryName.of(LOG, index),
                "lineage.run",
                Instant.parse("2026-03-02T00:00:00Z").plusSeconds(index),
                facts);
    }
}
