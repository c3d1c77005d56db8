package io.rowtrail.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody sees of a {@link LineageGraph} who may not know all of it. A one-line subclass an adapter. */
public abstract class VisibilityContract {

    private static final String NAMESPACE = "db://host:1";

    private final LineageGraph graph = graph();

    /** Returns the graph under test; the suite resets it. */
    protected abstract LineageGraph graph();

    @BeforeEach
    void empty() {
        graph.reset();
    }

    /** Hides two of the seven tables and two of the five jobs of the random histories. */
    private static final Visibility SOME = node -> {
        String name = node instanceof DatasetId dataset ? dataset.name() : ((JobId) node).name();
        return !List.of("t2", "t5", "j1", "j4", "t2x", "t5x", "j1x", "j4x").contains(name);
    };

    private static final List<String> NAMES = List.of("t0", "t1", "t2", "t3", "t4", "t5", "t6");

    /** The law: renaming what is hidden changes no answer, not even a cursor or a count. */
    @Test
    void noAnswerDependsOnWhatIsHidden() {
        long seed = Long.getLong("rowtrail.seed", 5L);
        List<LoggedFacts> events = Histories.logged(Histories.random(seed, 40));
        List<String> answers = unmovedByRenaming("seed " + seed, events, TimePoint.NOW);
        assertThat(answers).anyMatch(a -> a.matches("(?s).*hidden=[1-9].*"));
    }

    /** Fewer events, since the past is folded anew for every question. */
    @Test
    void noAnswerOfThePastDependsOnWhatIsHidden() {
        long seed = Long.getLong("rowtrail.seed", 6L);
        List<LoggedFacts> events = Histories.logged(Histories.random(seed, 12));
        Instant then = events.get(events.size() * 2 / 3).facts().eventTime();
        unmovedByRenaming("seed " + seed, events, new TimePoint(then, null));
    }

    private List<String> unmovedByRenaming(String what, List<LoggedFacts> events, TimePoint at) {
        tell(events);
        List<String> answers = answers(graph.seenBy(SOME).at(at), events);
        graph.reset();
        tell(renamed(events, json -> json.replaceAll("\"(t2|t5|j1|j4)\"", "\"$1x\"")));
        List<String> renamed = answers(graph.seenBy(SOME).at(at), events);
        same(what, renamed, answers);
        assertThat(answers)
                .noneMatch(a -> a.contains("name=t2")
                        || a.contains("name=t5")
                        || a.contains("name=j1")
                        || a.contains("name=j4"));
        return answers;
    }

    /** The other half of the law: what happens among hidden things alone changes nothing but the count of neighbours. */
    @Test
    void nothingTellsOfWhatHappensAmongHiddenThings() {
        List<EventFacts> told = Histories.random(3, 30);
        List<LoggedFacts> events = Histories.logged(told);
        tell(events);
        List<String> before = answers(graph.seenBy(SOME), events);
        List<EventFacts> more = new ArrayList<>(told);
        Histories.random(4, 30).stream().filter(e -> e instanceof RunFacts).forEach(more::add);
        List<LoggedFacts> all = new ArrayList<>(events);
        all.addAll(renamed(
                Histories.logged(more).subList(told.size(), more.size()),
                json -> json.replaceAll("\"t\\d\"", "\"t2\"").replaceAll("\"j\\d\"", "\"j1\"")));
        graph.reset();
        tell(all);
        same("more among hidden things", answers(graph.seenBy(SOME), events), before);
    }

    /** Hiding is the same as never having been told: the walk over what is left is a walk over a graph without the rest. */
    @Test
    void aHiddenNodeIsNotWalkedThroughAndIsCounted() {
        tell(Histories.logged(Histories.chain("t0", "j0", "t1", "j1", "t2", "j2", "t3")));
        Lineage all = graph.lineage(query("t0", Visibility.ALL)).orElseThrow();
        assertThat(all.nodes()).hasSize(7);
        assertThat(all.hidden()).isZero();
        Lineage some = graph.lineage(query("t0", SOME)).orElseThrow();
        assertThat(some.nodes())
                .extracting(n -> n.id().nodeId())
                .containsExactly("dataset:" + NAMESPACE + ":t0", "dataset:" + NAMESPACE + ":t1", "job:jobs:j0");
        assertThat(some.hidden()).isEqualTo(1);
        assertThat(some.edges()).hasSize(2);
        assertThat(graph.lineage(query("t2", SOME))).isEmpty();
    }

    @Test
    void twoVisibilitiesShowWhatBothShow() {
        tell(Histories.logged(Histories.chain("t0", "j0", "t1")));
        Visibility noJob = node -> !(node instanceof JobId);
        LineageReader both = graph.seenBy(noJob).seenBy(SOME);
        assertThat(both.namespaces()).containsExactly(NAMESPACE);
        assertThat(both.lineage(query("t0", Visibility.ALL)).orElseThrow().nodes())
                .hasSize(1);
    }

    @Test
    void aNamespaceThatIsHiddenWholeIsNotThere() {
        tell(Histories.logged(Histories.chain("t0", "j0", "t1")));
        LineageReader jobsOnly = graph.seenBy(new Visibility() {
            @Override
            public boolean sees(NodeId node) {
                return node instanceof JobId;
            }

            @Override
            public boolean seesInto(String namespace) {
                return namespace.equals("jobs");
            }
        });
        assertThat(jobsOnly.namespaces()).containsExactly("jobs");
        assertThat(jobsOnly.datasets(NAMESPACE, PageRequest.first(5)).items()).isEmpty();
        JobView job = jobsOnly.job(new JobId("jobs", "j0")).orElseThrow();
        assertThat(job.inputs()).isEmpty();
        assertThat(job.hidden()).isEqualTo(2);
    }

    private static LineageQuery query(String table, Visibility visibility) {
        return LineageQuery.of(new DatasetId(NAMESPACE, table), 9, Direction.BOTH)
                .seenBy(visibility);
    }

    /** Everything there is to ask, of everything there is, as text. */
    private static List<String> answers(LineageReader reader, List<LoggedFacts> events) {
        List<String> answers = new ArrayList<>();
        answers.add("namespaces " + reader.namespaces());
        answers.add("sizes " + reader.countDatasets(NAMESPACE) + " " + reader.countJobs("jobs") + " "
                + reader.namespace(NAMESPACE) + " " + reader.namespace("jobs"));
        for (String table : NAMES) {
            DatasetId id = new DatasetId(NAMESPACE, table);
            answers.add("resolve " + reader.resolve(List.of(id)));
            answers.add("lineage " + reader.lineage(LineageQuery.of(id, 9, Direction.BOTH)));
            answers.add("attempted "
                    + reader.lineage(
                            LineageQuery.of(id, 9, Direction.DOWNSTREAM).withAttempted()));
            answers.add("columns " + reader.columnLineage(LineageQuery.of(id, 9, Direction.BOTH)));
            answers.add("dataset " + reader.dataset(id));
            answers.add("fields " + reader.columns(id));
            answers.add("names " + reader.names(id) + reader.lifetimes(List.of(id)));
            answers.add("paths "
                    + reader.paths(LineageQuery.of(new DatasetId(NAMESPACE, "t0"), 9, Direction.DOWNSTREAM), id));
            pages(answers, page -> reader.versions(id, page));
        }
        for (int i = 0; i < 5; i++) {
            JobId id = new JobId("jobs", "j" + i);
            answers.add("job " + reader.job(id) + reader.latestRuns(List.of(id)) + reader.links(id));
            answers.add("counts " + reader.countRuns(id) + reader.lifetimes(List.of(id)));
            answers.add("lineage " + reader.lineage(LineageQuery.of(id, 9, Direction.BOTH)));
            pages(answers, page -> reader.runs(id, page));
        }
        pages(answers, page -> reader.datasets(NAMESPACE, page));
        pages(answers, page -> reader.jobs("jobs", page));
        answers.add("search " + reader.search(SearchQuery.of("t", 4)) + reader.search(SearchQuery.of("j", 100)));
        List<RunId> runs = List.copyOf(new TreeSet<>(events.stream()
                .map(LoggedFacts::facts)
                .filter(e -> e instanceof RunFacts)
                .map(e -> ((RunFacts) e).run())
                .toList()));
        for (RunId run : runs) {
            answers.add("run " + reader.run(run) + reader.resolve(List.of(run)));
            answers.add("diff " + reader.columnDiff(new DatasetId(NAMESPACE, "t1"), run, runs.get(0)));
        }
        return answers;
    }

    /** One by one, so that a failure prints the answer that differs and not all of them. */
    private static void same(String what, List<String> actual, List<String> expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as(what).isEqualTo(expected.get(i));
        }
    }

    private interface Pages {
        Page<?> of(PageRequest request);
    }

    private static void pages(List<String> answers, Pages pages) {
        Optional<String> next = Optional.empty();
        do {
            Page<?> page = pages.of(new PageRequest(2, next.orElse(null)));
            answers.add("page " + page);
            next = Optional.ofNullable(page.next());
        } while (next.isPresent());
    }

    private void tell(List<LoggedFacts> events) {
        long epoch = Math.max(1, graph.position("default").epoch());
        assertThat(graph.apply(new Batch("default", epoch, 0, events.size(), events)))
                .isInstanceOf(Applied.Folded.class);
    }

    /** Other names in the same facts; of the same digests, since those break ties. */
    private static List<LoggedFacts> renamed(List<LoggedFacts> events, UnaryOperator<String> rename) {
        return events.stream()
                .map(event -> new LoggedFacts(
                        event.entry(),
                        event.recordedAt(),
                        event.digest(),
                        FactsCodec.decode(
                                rename.apply(new String(FactsCodec.encode(event.facts()), StandardCharsets.UTF_8))
                                        .getBytes(StandardCharsets.UTF_8)),
                        null))
                .toList();
    }
}
