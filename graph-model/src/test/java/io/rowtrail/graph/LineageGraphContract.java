package io.rowtrail.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LineageGraph} must do. A one-line subclass an adapter. */
public abstract class LineageGraphContract {

    protected static final String NAMESPACE = "db://host:1";
    protected static final DatasetId A = new DatasetId(NAMESPACE, "a");
    protected static final DatasetId B = new DatasetId(NAMESPACE, "b");
    protected static final DatasetId C = new DatasetId(NAMESPACE, "c");
    protected static final DatasetId D = new DatasetId(NAMESPACE, "d");
    protected static final JobId ETL = new JobId("jobs", "etl");
    private static final String RUN = "00000000-0000-4000-8000-00000000000%d";

    private final LineageGraph graph = graph("default");
    private long next;

    /** Returns the graph of a tenant, all on one store if the adapter has one; the suite resets it. */
    protected abstract LineageGraph graph(String tenant);

    /** How many random orders of a history to try. */
    protected abstract int shuffles();

    /** How many random histories to ask at random times. */
    protected abstract int travels();

    @BeforeEach
    void empty() {
        graph.reset();
        next = graph.position("default").nextIndex();
    }

    // ---- position and fencing

    @Test
    void movesThePositionWithTheBatchAlsoOverEntriesWithoutLineage() {
        Applied applied = graph.apply(new Batch("default", epoch(), 0, 7, List.of()));
        assertThat(applied).isEqualTo(new Applied.Folded(new Position("default", epoch(), 7)));
        assertThat(graph.position("default").nextIndex()).isEqualTo(7);
        assertThat(graph.position("other")).isEqualTo(new Position("other", 0, 0));
    }

    @Test
    void refusesABatchThatDoesNotBeginAtThePosition() {
        tell(run(1, "COMPLETE", 1, "a", "b"));
        Applied applied = graph.apply(new Batch("default", epoch(), 0, 1, List.of()));
        assertThat(applied).isEqualTo(new Applied.UnexpectedIndex(graph.position("default")));
    }

    @Test
    void refusesAProjectorOfAnOlderEpochEvenAfterAReset() {
        graph.apply(new Batch("fenced", 5, graph.position("fenced").nextIndex(), 3, List.of()));
        assertThat(graph.apply(new Batch("fenced", 4, 3, 4, List.of())))
                .isEqualTo(new Applied.StaleEpoch(new Position("fenced", 5, 3)));
        graph.reset();
        assertThat(graph.apply(new Batch("fenced", 4, 0, 1, List.of()))).isInstanceOf(Applied.StaleEpoch.class);
    }

    @Test
    void resetDropsEverythingButTheEpoch() {
        tell(run(1, "COMPLETE", 1, "a", "b"));
        graph.reset();
        assertThat(lines(ExportForm.FULL)).isEmpty();
        assertThat(graph.position("default").nextIndex()).isZero();
        assertThat(graph.namespaces()).isEmpty();
    }

    // ---- the peer's faults

    @Test
    void aLateStartDoesNotReviveAFinishedRun() {
        tell(run(1, "COMPLETE", 5, "a", "b"), run(1, "START", 1, "a", "b"));
        RunView view = graph.run(id(1)).orElseThrow();
        assertThat(view.state()).isEqualTo(RunState.COMPLETE);
        assertThat(view.startedAt()).isEqualTo(time(1));
        assertThat(view.endedAt()).isEqualTo(time(5));
        assertThat(view.incompleteLifecycle()).isFalse();
    }

    @Test
    void theSameEventTwiceIsOneFact() {
        tell(run(1, "COMPLETE", 5, "a", "b"));
        List<String> once = lines(ExportForm.FULL);
        tell(run(1, "COMPLETE", 5, "a", "b"));
        assertThat(lines(ExportForm.FULL)).isEqualTo(once);
        assertThat(graph.run(id(1)).orElseThrow().evidence()).containsExactly(new EntryRef("default", 0));
    }

    @Test
    void aSecondRunDoesNotOrphanTheFirstOnesOutput() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "c", "d"));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(reached(C, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(C, D, ETL);
        assertThat(graph.job(ETL).orElseThrow().outputs()).containsExactly(B, D);
    }

    @Test
    void whatARunReadDoesNotFlowIntoWhatAnotherRunWrote() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "c", "d"));
        assertThat(reached(A, Direction.DOWNSTREAM)).doesNotContain(D);
        assertThat(reached(D, Direction.UPSTREAM)).containsExactlyInAnyOrder(D, C, ETL);
    }

    @Test
    void aFailedRunKeepsItsEdgesAsAttemptedAndNeverAsImpact() {
        tell(run(1, "START", 1, "a", "b"), run(1, "FAIL", 2, "", ""));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactly(A);
        Lineage attempted = graph.lineage(
                        LineageQuery.of(A, 5, Direction.DOWNSTREAM).withAttempted())
                .orElseThrow();
        assertThat(attempted.edges()).hasSize(2);
        assertThat(attempted.edges()).allMatch(e -> e.facts().effect() == Effect.ATTEMPTED);
        assertThat(graph.run(id(1)).orElseThrow().outputs()).hasSize(1);
    }

    @Test
    void aFailureToldAfterTheCompletionTakesTheEffectBackAndKeepsWhatOtherRunsMade() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "a", "c"), run(3, "COMPLETE", 3, "a", "b"));
        tell(run(1, "FAIL", 4, "", ""), run(2, "FAIL", 4, "", ""));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(graph.run(id(1)).orElseThrow().conflict()).isTrue();
        assertThat(graph.lineage(LineageQuery.of(A, 5, Direction.DOWNSTREAM).at(new TimePoint(time(2), null)))
                        .orElseThrow()
                        .nodes())
                .extracting(Lineage.Node::id)
                .contains(B, C);
    }

    @Test
    void anEmptyEventErasesNothing() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(1, "COMPLETE", 2, "", ""), run(2, "COMPLETE", 3, "", ""));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    void endsOfTheSameTimeAreShownByTheirGravity() {
        tell(run(1, "FAIL", 2, "", ""), run(1, "COMPLETE", 2, "", ""), run(1, "ABORT", 2, "", ""));
        assertThat(graph.run(id(1)).orElseThrow().state()).isEqualTo(RunState.FAIL);
    }

    @Test
    void aStreamingRunHasEffectWhileItRuns() {
        tell(event("""
                {"eventType":"RUNNING","eventTime":"%s","run":{"runId":"%s"},"producer":"p","schemaURL":"s",
                 "job":{"namespace":"jobs","name":"etl","facets":{"jobType":{"processingType":"STREAMING","integration":"SPARK"}}},
                 "inputs":[{"namespace":"db://host:1","name":"a"}],"outputs":[{"namespace":"db://host:1","name":"b"}]}""".formatted(time(1), RUN.formatted(1))));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        tell(run(1, "FAIL", 4, "", ""));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactly(A);
    }

    @Test
    void aJobStatementReplacesTheOneBeforeAndLeavesRunsAlone() {
        tell(run(1, "COMPLETE", 1, "a", "b"), statement(2, "a", "c"));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, C, ETL);
        tell(statement(3, "", ""));
        assertThat(reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
    }

    // ---- columns

    @Test
    void keepsDirectAndIndirectColumnEdgesWithTheirTransformations() {
        tell(columns(1, 1, "unit_price", "SUM"));
        ColumnGraph upstream = graph.columnLineage(LineageQuery.of(column(B, "revenue"), 5, Direction.UPSTREAM))
                .orElseThrow();
        assertThat(upstream.edges())
                .extracting(e -> e.edge().from().field()
                        + ">" + e.edge().to().field()
                        + ":" + e.edge().transformation().type()
                        + "/" + e.edge().transformation().subtype()
                        + "/" + e.edge().transformation().masking())
                .containsExactly("sold_on>:INDIRECT/FILTER/null", "unit_price>revenue:DIRECT/SUM/false");
        assertThat(upstream.edges()).allMatch(e -> ETL.equals(e.job()));
        ColumnGraph downstream = graph.columnLineage(LineageQuery.of(column(A, "sold_on"), 5, Direction.DOWNSTREAM))
                .orElseThrow();
        assertThat(downstream.nodes())
                .extracting(ColumnGraph.Node::column)
                .containsExactlyInAnyOrder(column(A, "sold_on"), ColumnRef.whole(B));
    }

    @Test
    void tellsHowTheColumnsOfTwoRunsDiffer() {
        tell(columns(1, 1, "unit_price", "SUM"), columns(2, 2, "unit_cost", "SUM"));
        ColumnDiff diff = graph.columnDiff(B, id(1), id(2));
        assertThat(diff.onlyLeft()).extracting(e -> e.from().field()).containsExactly("unit_price");
        assertThat(diff.onlyRight()).extracting(e -> e.from().field()).containsExactly("unit_cost");
        assertThat(diff.both()).isEqualTo(1);
    }

    @Test
    void startsColumnLineageFromADatasetAsAllItsColumns() {
        tell(columns(1, 1, "unit_price", "SUM"));
        ColumnGraph graphOfB =
                graph.columnLineage(LineageQuery.of(B, 1, Direction.UPSTREAM)).orElseThrow();
        assertThat(graphOfB.edges()).hasSize(2);
        assertThat(graph.columns(A)).extracting(ColumnRef::field).containsExactly("sold_on", "unit_price");
    }

    // ---- queries

    @Test
    void measuresDepthInStepsFromDatasetToDataset() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "b", "c"), run(3, "COMPLETE", 3, "c", "d"));
        assertThat(reached(A, 0, Direction.BOTH)).containsExactly(A);
        assertThat(reached(A, 1, Direction.BOTH)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(reached(A, 2, Direction.BOTH)).containsExactlyInAnyOrder(A, B, C, ETL);
        assertThat(reached(ETL, 1, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(ETL, B, C, D);
        assertThat(reached(B, 5, Direction.BOTH)).containsExactlyInAnyOrder(A, B, C, D, ETL);
    }

    @Test
    void survivesCycles() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "b", "a"));
        assertThat(reached(A, 20, Direction.BOTH)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    void cutsAnAnswerAtItsLimitsAndTellsWhereToGoOn() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "b", "c"), run(3, "COMPLETE", 3, "c", "d"));
        Lineage cut = graph.lineage(
                        LineageQuery.of(A, 20, Direction.DOWNSTREAM).within(new Limits(3, 100, Duration.ofSeconds(5))))
                .orElseThrow();
        assertThat(cut.nodes()).hasSize(3);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.frontier()).isNotEmpty();
    }

    @Test
    void citesEvidenceOnEveryEdge() {
        tell(run(1, "START", 1, "a", "b"), run(1, "COMPLETE", 2, "", ""), run(2, "COMPLETE", 3, "a", "b"));
        Lineage lineage =
                graph.lineage(LineageQuery.of(A, 5, Direction.DOWNSTREAM)).orElseThrow();
        assertThat(lineage.edges()).hasSize(2).allSatisfy(edge -> {
            assertThat(edge.facts().evidence()).containsExactly(new EntryRef("default", 0), new EntryRef("default", 1));
            assertThat(edge.facts().validFrom()).isEqualTo(time(2));
            assertThat(edge.facts().validTo()).isNull();
        });
    }

    @Test
    void answersEmptyForWhatIsNotThere() {
        assertThat(graph.lineage(LineageQuery.of(A, 5, Direction.BOTH))).isEmpty();
        assertThat(graph.columnLineage(LineageQuery.of(column(A, "x"), 5, Direction.BOTH)))
                .isEmpty();
        assertThat(graph.run(id(1))).isEmpty();
        assertThat(graph.dataset(A)).isEmpty();
        assertThat(graph.job(ETL)).isEmpty();
        assertThat(graph.runs(ETL, PageRequest.first(5)).items()).isEmpty();
        assertThat(graph.resolve(List.of(A, ETL))).isEmpty();
    }

    @Test
    void listsAndPages() {
        tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "a", "b"), run(3, "COMPLETE", 3, "a", "c"));
        assertThat(graph.namespaces()).containsExactly(NAMESPACE, "jobs");
        Page<DatasetView> first = graph.datasets(NAMESPACE, PageRequest.first(2));
        assertThat(first.items()).extracting(DatasetView::id).containsExactly(A, B);
        assertThat(graph.datasets(NAMESPACE, new PageRequest(2, first.next())).items())
                .extracting(DatasetView::id)
                .containsExactly(C);
        Page<RunView> newest = graph.runs(ETL, PageRequest.first(2));
        assertThat(newest.items()).extracting(RunView::id).containsExactly(id(3), id(2));
        Page<RunView> older = graph.runs(ETL, new PageRequest(2, newest.next()));
        assertThat(older.items()).extracting(RunView::id).containsExactly(id(1));
        assertThat(older.next()).isNull();
        assertThat(graph.versions(B, PageRequest.first(5)).items())
                .extracting(VersionView::run)
                .containsExactly(id(2), id(1));
        assertThat(graph.jobs("jobs", PageRequest.first(5)).items())
                .extracting(JobView::id)
                .containsExactly(ETL);
        assertThat(graph.search(SearchQuery.of("ET", 10)))
                .extracting(SearchHit::id)
                .containsExactly(ETL);
        assertThat(graph.resolve(NodeId.readings("dataset:db://host:1:a"))).contains(A);
    }

    @Test
    void keepsNamesOfAnyLengthAndScriptApart() {
        String longName = "x".repeat(20_000);
        tell(run(1, "COMPLETE", 1, longName + "1", longName + "2"), run(2, "COMPLETE", 2, "ä:#|\\n\\\"€😀", "b"));
        assertThat(reached(new DatasetId(NAMESPACE, longName + "1"), Direction.DOWNSTREAM))
                .contains(new DatasetId(NAMESPACE, longName + "2"));
        assertThat(graph.dataset(new DatasetId(NAMESPACE, "ä:#|\n\"€😀"))).isPresent();
    }

    // ---- laws

    @Test
    void anyOrderRepetitionAndCutGiveTheSameFacts() {
        long seed = Long.getLong("rowtrail.seed", 20261122L);
        for (int history = 0; history < 3; history++) {
            sameFacts("seed " + (seed + history), Histories.random(seed + history, 25), seed + history);
        }
    }

    @Test
    void anyOrderOfEveryFixtureSequenceGivesTheSameFacts() {
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
            graph.reset();
            next = 0;
            tellInBatches(order, random);
            same(name + ", order " + i, lines(ExportForm.FACTS), oracle);
        }
    }

    @Test
    void oneLogGivesTheSameFullExportHoweverItIsCut() {
        List<EventFacts> events = Histories.random(7, 30);
        InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
        oracle.apply(new Batch("default", 1, 0, events.size(), Histories.logged(events)));
        List<String> expected = new ArrayList<>();
        oracle.export(ExportForm.FULL, expected::add);
        tellInBatches(events, new Random(8));
        same("one log", lines(ExportForm.FULL), expected);
    }

    @Test
    void answersWhateverTheTimeAsIfOnlyTheEventsUpToThereHadBeenFolded() {
        long seed = Long.getLong("rowtrail.seed", 99L);
        for (int history = 0; history < travels(); history++) {
            travel(seed + history);
            graph.reset();
        }
    }

    private void travel(long seed) {
        List<EventFacts> events = Histories.random(seed, 30);
        List<LoggedFacts> log = Histories.logged(events);
        tellInBatches(events, new Random(seed));
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            TimePoint at = new TimePoint(
                    i % 3 == 0
                            ? null
                            : events.get(random.nextInt(events.size())).eventTime(),
                    i % 3 == 1 ? null : log.get(random.nextInt(log.size())).recordedAt());
            InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
            oracle.apply(new Batch("default", 1, 0, log.size(), seen(log, at)));
            for (int t = 0; t < 7; t++) {
                LineageQuery query = LineageQuery.of(new DatasetId(NAMESPACE, "t" + t), 9, Direction.BOTH);
                assertThat(graph.lineage(query.at(at))
                                .map(LineageGraphContract::shape)
                                .orElse("start alone"))
                        .as("seed %d, %s", seed, at)
                        .isEqualTo(oracle.lineage(query)
                                .map(LineageGraphContract::shape)
                                .orElse("start alone"));
            }
        }
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

    // ---- telling and asking

    private void tellInBatches(List<EventFacts> events, Random random) {
        List<LoggedFacts> log = Histories.logged(events);
        int from = 0;
        while (from < log.size()) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(12));
            Applied applied = graph.apply(new Batch("default", epoch(), from, to, log.subList(from, to)));
            assertThat(applied).isInstanceOf(Applied.Folded.class);
            from = to;
        }
    }

    private void tell(EventFacts... events) {
        for (EventFacts event : events) {
            LoggedFacts logged =
                    LoggedFacts.of(new EntryRef("default", next), time(100).plusSeconds(next), event);
            assertThat(graph.apply(new Batch("default", epoch(), next, next + 1, List.of(logged))))
                    .isInstanceOf(Applied.Folded.class);
            next++;
        }
    }

    private long epoch() {
        return Math.max(1, graph.position("default").epoch());
    }

    private List<String> lines(ExportForm form) {
        List<String> lines = new ArrayList<>();
        graph.export(form, lines::add);
        return lines;
    }

    private List<NodeId> reached(NodeId start, Direction direction) {
        return reached(start, 10, direction);
    }

    private List<NodeId> reached(NodeId start, int depth, Direction direction) {
        return graph.lineage(LineageQuery.of(start, depth, direction)).orElseThrow().nodes().stream()
                .map(Lineage.Node::id)
                .toList();
    }

    private static ColumnRef column(DatasetId dataset, String field) {
        return new ColumnRef(dataset, field);
    }

    private static RunId id(int run) {
        return new RunId(RUN.formatted(run));
    }

    private static Instant time(int second) {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(second);
    }

    private static EventFacts run(int run, String type, int second, String input, String output) {
        return event("""
                {"eventType":"%s","eventTime":"%s","run":{"runId":"%s"},"job":{"namespace":"jobs","name":"etl"},
                 "producer":"p","schemaURL":"s","inputs":[%s],"outputs":[%s]}""".formatted(type, time(second), RUN.formatted(run), dataset(input), dataset(output)));
    }

    private static EventFacts statement(int second, String input, String output) {
        return event("""
                {"eventTime":"%s","job":{"namespace":"jobs","name":"etl"},
                 "producer":"p","schemaURL":"s","inputs":[%s],"outputs":[%s]}""".formatted(time(second), dataset(input), dataset(output)));
    }

    private static EventFacts columns(int run, int second, String source, String subtype) {
        return event("""
                {"eventType":"COMPLETE","eventTime":"%s","run":{"runId":"%s"},"job":{"namespace":"jobs","name":"etl"},
                 "producer":"p","schemaURL":"s","inputs":[{"namespace":"db://host:1","name":"a"}],
                 "outputs":[{"namespace":"db://host:1","name":"b","facets":{"columnLineage":{
                   "fields":{"revenue":{"inputFields":[{"namespace":"db://host:1","name":"a","field":"%s",
                     "transformations":[{"type":"DIRECT","subtype":"%s","description":"","masking":false}]}]}},
                   "dataset":[{"namespace":"db://host:1","name":"a","field":"sold_on",
                     "transformations":[{"type":"INDIRECT","subtype":"FILTER"}]}]}}}]}""".formatted(time(second), RUN.formatted(run), source, subtype));
    }

    private static String dataset(String name) {
        return name.isEmpty() ? "" : "{\"namespace\":\"db://host:1\",\"name\":\"" + name + "\"}";
    }

    private static EventFacts event(String json) {
        Read read = new EventReader().read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(Read.Facts.class);
        return ((Read.Facts) read).facts();
    }
}
