package io.rowtrail.graph;

import static io.rowtrail.graph.Told.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Any order, repetition and cut gives the same facts; any time is asked as if only the past had been folded. */
interface LawRules extends Rules {

    @Test
    default void anyOrderRepetitionAndCutGiveTheSameFacts() {
        long seed = Long.getLong("rowtrail.seed", 20261122L);
        for (int history = 0; history < 3; history++) {
            int runs = history == 0 ? runs() : 25;
            sameFacts("seed " + (seed + history), Histories.random(seed + history, runs), seed + history);
        }
    }

    @Test
    default void anyOrderOfEveryFixtureSequenceGivesTheSameFacts() {
        Fixtures.sequences().forEach((name, events) -> sameFacts(name, events, name.hashCode()));
    }

    private void sameFacts(String name, List<EventFacts> events, long seed) {
        List<String> oracle = folded(events);
        Random random = new Random(seed);
        for (int i = 0; i < shuffles(); i++) {
            List<EventFacts> order = new ArrayList<>(events);
            if (i == 1) {
                Collections.reverse(order);
            } else if (i > 1) {
                Collections.shuffle(order, random);
                order.addAll(order.subList(0, random.nextInt(order.size())));
            }
            on().reset();
            on().tellInBatches(order, random);
            same(name + ", order " + i, on().lines(ExportForm.FACTS), oracle);
        }
    }

    @Test
    default void oneLogGivesTheSameFullExportHoweverItIsCut() {
        List<EventFacts> events = Histories.random(7, 30);
        InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
        oracle.apply(new Batch("default", 1, 0, events.size(), Histories.logged(events)));
        List<String> expected = new ArrayList<>();
        oracle.export(ExportForm.FULL, expected::add);
        on().tellInBatches(events, new Random(8));
        same("one log", on().lines(ExportForm.FULL), expected);
    }

    @Test
    default void answersWhateverTheTimeAsIfOnlyTheEventsUpToThereHadBeenFolded() {
        long seed = Long.getLong("rowtrail.seed", 99L);
        for (int history = 0; history < travels(); history++) {
            travel(seed + history);
            on().reset();
        }
    }

    private void travel(long seed) {
        List<EventFacts> events = Histories.random(seed, 30);
        List<LoggedFacts> log = Histories.logged(events);
        on().tellInBatches(events, new Random(seed));
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            TimePoint at = new TimePoint(
                    i == 0 || i % 3 == 0
                            ? null
                            : events.get(random.nextInt(events.size())).eventTime(),
                    i == 0 || i % 3 == 1
                            ? null
                            : log.get(random.nextInt(log.size())).recordedAt());
            InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
            oracle.apply(new Batch("default", 1, 0, log.size(), seen(log, at)));
            for (int t = 0; t < 7; t++) {
                LineageQuery latest = LineageQuery.of(new DatasetId(NAMESPACE, "t" + t), 9, Direction.BOTH);
                LineageQuery query = i % 2 == 0 ? latest : latest.withFormer();
                assertThat(graph().lineage(query.at(at)).map(LawRules::shape).orElse("start alone"))
                        .as("seed %d, %s, lineage of t%d", seed, at, t)
                        .isEqualTo(oracle.lineage(query).map(LawRules::shape).orElse("start alone"));
                assertThat(graph().columnLineage(query.at(at))
                                .map(LawRules::columns)
                                .orElse(""))
                        .as("seed %d, %s, columns of t%d", seed, at, t)
                        .isEqualTo(oracle.columnLineage(query)
                                .map(LawRules::columns)
                                .orElse(""));
            }
        }
    }

    private static String columns(ColumnGraph graph) {
        return graph.edges().stream()
                .map(e -> e.edge() + " " + e.job() + " " + e.current() + " "
                        + e.facts().validFrom())
                .collect(Collectors.joining("\n"));
    }

    /** Compares line by line, so that a failure prints the lines that differ and not two whole graphs. */
    private static void same(String what, List<String> actual, List<String> expected) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(actual);
        List<String> extra = new ArrayList<>(actual);
        extra.removeAll(expected);
        assertThat(missing).as("%s: missing, with extra %s", what, extra).isEmpty();
        assertThat(actual).as(what).isEqualTo(expected);
    }

    private static List<LoggedFacts> seen(List<LoggedFacts> log, TimePoint at) {
        return log.stream()
                .filter(e -> (at.asOf() == null || !e.facts().eventTime().isAfter(at.asOf()))
                        && (at.knownAt() == null || !e.recordedAt().isAfter(at.knownAt())))
                .toList();
    }

    private static String shape(Lineage lineage) {
        return lineage.edges().isEmpty()
                ? "start alone"
                : lineage.nodes() + " "
                        + lineage.edges().stream()
                                .map(e -> e.from().nodeId() + ">" + e.to().nodeId()
                                        + e.facts().validFrom())
                                .collect(Collectors.joining(" "));
    }

    private static List<String> folded(List<EventFacts> events) {
        InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
        oracle.apply(new Batch("default", 1, 0, events.size(), Histories.logged(events)));
        List<String> lines = new ArrayList<>();
        oracle.export(ExportForm.FACTS, lines::add);
        return lines;
    }
}
