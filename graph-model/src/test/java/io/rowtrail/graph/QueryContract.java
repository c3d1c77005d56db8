package io.rowtrail.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link LineageReader} must answer. A one-line subclass an adapter. */
public abstract class QueryContract {

    private static final String NAMESPACE = "db://host:1";

    private final LineageGraph graph = graph();

    /** Returns the graph under test; the suite resets it. */
    protected abstract LineageGraph graph();

    @BeforeEach
    void empty() {
        graph.reset();
    }

    // ---- ways

    @Test
    void tellsEveryShortestWayAndNoLongerOne() {
        List<EventFacts> events = new ArrayList<>(Histories.chain("a", "j1", "b", "j2", "d", "j5", "e"));
        events.addAll(Histories.chain("a", "j3", "c", "j4", "d"));
        events.addAll(Histories.chain("a", "j6", "x", "j7", "y", "j8", "d"));
        tell(distinct(events));
        Paths ways = ways(table("a"), table("e"));
        assertThat(ids(ways))
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "j1", "j2", "j3", "j4", "j5")
                .startsWith("a");
        assertThat(ways.edges())
                .hasSize(10)
                .allSatisfy(e -> assertThat(e.facts().evidence()).isNotEmpty());
        assertThat(ways(table("e"), table("a")).nodes()).isEmpty();
        assertThat(ids(ways(job("j1"), table("d")))).containsExactly("j1", "b", "d", "j2");
        assertThat(ids(ways(table("a"), job("j2")))).containsExactly("a", "b", "j1", "j2");
        assertThat(ids(ways(table("a"), table("a")))).containsExactly("a");
        assertThat(graph.paths(down(table("a")), table("nowhere"))).isEmpty();
    }

    @Test
    void cutsASearchForAWayAtItsDepth() {
        tell(Histories.chain("a", "j1", "b", "j2", "c"));
        LineageQuery one = LineageQuery.of(table("a"), 1, Direction.DOWNSTREAM);
        assertThat(graph.paths(one, table("c")).orElseThrow().nodes()).isEmpty();
    }

    private Paths ways(NodeId from, NodeId to) {
        return graph.paths(down(from), to).orElseThrow();
    }

    private static LineageQuery down(NodeId from) {
        return LineageQuery.of(from, 50, Direction.DOWNSTREAM);
    }

    private static List<String> ids(Paths ways) {
        return ways.nodes().stream().map(n -> QueryContract.name(n.id())).toList();
    }

    private static String name(NodeId id) {
        return id instanceof DatasetId dataset ? dataset.name() : ((JobId) id).name();
    }

    // ---- budgets

    /** The law of paging: what a smaller answer has is the beginning of what a larger one has. */
    @Test
    void aCutAnswerIsTheBeginningOfTheWholeOne() {
        tell(Histories.random(11, 40));
        for (String start : List.of("t0", "t3", "t6")) {
            for (Direction direction : Direction.values()) {
                LineageQuery query = LineageQuery.of(table(start), 9, direction);
                List<Lineage.Node> whole = graph.lineage(query).orElseThrow().nodes();
                for (int most = 1; most < whole.size(); most++) {
                    Lineage cut = graph.lineage(query.within(new Limits(most, 1_000, Duration.ofSeconds(9))))
                            .orElseThrow();
                    assertThat(cut.nodes()).isEqualTo(whole.subList(0, most));
                    assertThat(cut.truncated()).isTrue();
                    assertThat(cut.frontier()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void cutsAnAnswerWithTooManyEdges() {
        tell(Histories.random(11, 40));
        Lineage cut = graph.lineage(LineageQuery.of(table("t0"), 9, Direction.BOTH)
                        .within(new Limits(1_000, 3, Duration.ofSeconds(9))))
                .orElseThrow();
        assertThat(cut.edges()).hasSizeLessThanOrEqualTo(3);
        assertThat(cut.truncated()).isTrue();
    }

    @Test
    void anAskerWhoHasLeftIsNotAnswered() {
        tell(Histories.chain("a", "j1", "b"));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> graph.lineage(down(table("a")))).isInstanceOf(GraphException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    // ---- search

    @Test
    void findsByNameColumnAndNamespaceTheBestFirst() {
        tell(distinct(
                Histories.chain("shop.public.sale_line", "etl.sales", "silver.sales", "report", "gold.top10Sales")));
        assertThat(found("sales")).containsExactly("silver.sales", "etl.sales", "gold.top10Sales");
        assertThat(found("SALE_LINE")).containsExactly("shop.public.sale_line");
        assertThat(found("line sale")).containsExactly("shop.public.sale_line");
        assertThat(found("ale_li")).containsExactly("shop.public.sale_line");
        assertThat(found("top10")).containsExactly("gold.top10Sales");
        assertThat(found("host")).hasSize(3);
        assertThat(found("%sale%")).contains("shop.public.sale_line", "silver.sales");
        assertThat(found("nothing")).isEmpty();
        assertThat(found("\" OR *:* AND (")).isEmpty();
        assertThat(found("  ")).isEmpty();
        SearchQuery jobs = new SearchQuery("sales", SearchQuery.Kind.JOB, SearchQuery.Sort.NAME, null, 5);
        assertThat(graph.search(jobs)).extracting(h -> name(h.id())).containsExactly("etl.sales");
        SearchQuery newest =
                new SearchQuery("sales", SearchQuery.Kind.DATASET, SearchQuery.Sort.UPDATED_AT, NAMESPACE, 1);
        assertThat(graph.search(newest)).extracting(h -> name(h.id())).containsExactly("silver.sales");
    }

    @Test
    void findsADatasetByItsColumn() {
        tell(Histories.random(5, 40));
        assertThat(graph.search(SearchQuery.of("c1", 50)))
                .isNotEmpty()
                .allSatisfy(hit -> assertThat(hit.matched()).isEqualTo("column:c1"));
    }

    private List<String> found(String text) {
        return graph.search(SearchQuery.of(text, 50)).stream()
                .map(hit -> name(hit.id()))
                .toList();
    }

    // ---- the same answers as the oracle, at any time

    @Test
    void answersAsTheOracleDoesWhateverTheTime() {
        long seed = Long.getLong("rowtrail.seed", 21L);
        List<EventFacts> events = Histories.random(seed, 40);
        List<LoggedFacts> log = Histories.logged(events);
        InMemoryLineageGraph oracle = new InMemoryLineageGraph(Clock.systemUTC());
        oracle.apply(new Batch("default", 1, 0, log.size(), log));
        tell(events);
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            TimePoint at = new TimePoint(
                    i % 3 == 0
                            ? null
                            : events.get(random.nextInt(events.size())).eventTime(),
                    i % 3 == 1 || i == 0
                            ? null
                            : log.get(random.nextInt(log.size())).recordedAt());
            List<String> expected = answers(oracle.at(at), events);
            List<String> actual = answers(graph.at(at), events);
            assertThat(actual).hasSameSizeAs(expected);
            for (int a = 0; a < expected.size(); a++) {
                assertThat(actual.get(a)).as("seed %d, %s", seed, at).isEqualTo(expected.get(a));
            }
        }
    }

    private static List<String> answers(LineageReader reader, List<EventFacts> events) {
        List<String> answers = new ArrayList<>();
        answers.add("namespaces " + reader.namespaces());
        answers.add("sizes " + reader.countDatasets(NAMESPACE) + " " + reader.countJobs("jobs"));
        List<DatasetId> datasets = new ArrayList<>();
        List<JobId> jobs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            datasets.add(table("t" + i));
            jobs.add(job("j" + i));
        }
        for (DatasetId id : datasets) {
            answers.add("lineage " + reader.lineage(LineageQuery.of(id, 9, Direction.BOTH)));
            answers.add("columns " + reader.columnLineage(LineageQuery.of(id, 9, Direction.BOTH)));
            answers.add("way " + reader.paths(down(table("t0")), id));
            answers.add("column way " + reader.paths(down(column("t0")), new ColumnRef(id, "c1")));
            answers.add("dataset " + reader.dataset(id));
            answers.add(
                    "versions " + reader.versions(id, PageRequest.first(100)).items());
        }
        for (JobId id : jobs) {
            answers.add("job " + reader.job(id));
            answers.add("runs " + reader.runs(id, PageRequest.first(100)).items());
        }
        for (EventFacts event : events) {
            if (event instanceof RunFacts run) {
                answers.add("run " + reader.run(run.run()));
            }
        }
        answers.add("datasets " + reader.datasets(NAMESPACE, PageRequest.first(50)));
        answers.add("jobs " + reader.jobs("jobs", PageRequest.first(50)));
        answers.add("some " + new TreeMap<>(reader.datasets(datasets)));
        answers.add("some " + new TreeMap<>(reader.jobs(jobs)));
        answers.add("latest " + new TreeMap<>(reader.latestRuns(jobs)));
        return answers;
    }

    private static NodeId column(String table) {
        return new ColumnRef(table(table), "c0");
    }

    // ---- telling

    /** Chains number their runs alike: these give each run an id of its own. */
    private static List<EventFacts> distinct(List<EventFacts> events) {
        List<EventFacts> all = new ArrayList<>();
        for (EventFacts event : events) {
            RunFacts run = (RunFacts) event;
            all.add(new RunFacts(
                    run.header(),
                    run.type(),
                    new RunId(new UUID(9, all.size()).toString()),
                    run.job(),
                    run.parent(),
                    run.nominal(),
                    run.failed(),
                    run.code(),
                    run.dependencies(),
                    run.inputs(),
                    run.outputs()));
        }
        return all;
    }

    private void tell(List<EventFacts> events) {
        long epoch = Math.max(1, graph.position("default").epoch());
        assertThat(graph.apply(new Batch("default", epoch, 0, events.size(), Histories.logged(events))))
                .isInstanceOf(Applied.Folded.class);
    }

    private static DatasetId table(String name) {
        return new DatasetId(NAMESPACE, name);
    }

    private static JobId job(String name) {
        return new JobId("jobs", name);
    }
}
