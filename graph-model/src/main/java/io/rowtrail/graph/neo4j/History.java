package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.EntityFold;
import io.rowtrail.graph.fold.EntityState;
import io.rowtrail.graph.fold.EventSet;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.VersionOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/**
 * What was known at a time of datasets, jobs and runs: folded anew from the events of those who tell of them. Bounded: the
 * newest runs that had begun by then.
 */
record History(TransactionContext tx, Keys keys, TimePoint at) {

    private static final int MOST_RUNS = 1_000;

    private static final String NEWEST =
            " WHERE n.order < $before WITH DISTINCT n ORDER BY n.order DESC LIMIT $most" + " RETURN n.events AS events";

    static final String RUNS_OF_JOBS =
            "UNWIND $keys AS key MATCH (j:Job {key: key})<-[:RUN_OF]-(n:Run) USING INDEX SEEK j:Job(key)" + NEWEST;

    /** Who may have told of a dataset: the jobs and datasets beside it, and the jobs that tell of a flow or of columns. */
    static final String BESIDE = "MATCH (d:Dataset {key: $key})-[r:READ_BY|WRITES|FLOWS_TO]-(o)"
            + " USING INDEX SEEK d:Dataset(key) RETURN DISTINCT type(r) = 'FLOWS_TO' AS dataset, o.key AS other,"
            + " r.jobNamespace AS namespace, r.jobName AS name";

    static final String BESIDE_COLUMNS = "MATCH (c:Column {dataset: $key})-[r:DERIVES]-(o)"
            + " USING INDEX SEEK c:Column(dataset) RETURN DISTINCT true AS dataset, o.dataset AS other,"
            + " r.jobNamespace AS namespace, r.jobName AS name";

    /**
     * The keys of those who may have told of a dataset.
     *
     * @param datasets whose statements may
     */
    private record Beside(Set<String> jobs, Set<String> datasets) {}

    private Beside beside(DatasetId id) {
        Beside beside = new Beside(new LinkedHashSet<>(), new LinkedHashSet<>(List.of(keys.of(id))));
        for (String query : List.of(BESIDE, BESIDE_COLUMNS)) {
            for (Record row : tx.run(query, Map.of("key", keys.of(id))).list()) {
                if (!row.get("name").isNull()) {
                    beside.jobs.add(keys.of(new JobId(
                            row.get("namespace").asString(), row.get("name").asString())));
                } else if (row.get("dataset").asBoolean()) {
                    beside.datasets.add(row.get("other").asString());
                } else {
                    beside.jobs.add(row.get("other").asString());
                }
            }
        }
        return beside;
    }

    Optional<EntityState> dataset(DatasetId id) {
        Beside beside = beside(id);
        List<List<LoggedFacts>> told = new ArrayList<>(runs(beside.jobs()));
        Tellers tellers = new Tellers(tx, keys);
        told.addAll(then(tellers.statements(beside.jobs(), beside.datasets())));
        Set<DatasetId> named = new HashSet<>(Set.of(id));
        new StoredEdges(tx, keys).nameReaches(List.of(id)).keySet().forEach(edge -> named.addAll(edge.datasets()));
        told.addAll(then(tellers.speakingOf(named)));
        return state(
                told, event -> Optional.ofNullable(EntityFold.datasets(event).get(id)));
    }

    Optional<EntityState> job(JobId id) {
        Set<String> jobs = new HashSet<>(Set.of(keys.of(id)));
        new StoredEdges(tx, keys).linkers(id).forEach(job -> jobs.add(keys.of(job)));
        List<List<LoggedFacts>> told = new ArrayList<>(runs(jobs));
        told.addAll(then(new Tellers(tx, keys).statements(jobs, Set.of())));
        return state(told, event -> Optional.ofNullable(EntityFold.jobs(event).get(id)));
    }

    private static Optional<EntityState> state(
            List<List<LoggedFacts>> told, Function<LoggedFacts, Optional<EntityState>> state) {
        return told.stream()
                .flatMap(List::stream)
                .flatMap(event -> state.apply(event).stream())
                .reduce(EntityState::merge);
    }

    Optional<RunView> run(RunId id) {
        Teller.OfRun teller = new Teller.OfRun(id);
        return then(new Tellers(tx, keys).of(List.of(teller))).stream()
                .map(this::view)
                .findFirst();
    }

    private RunView view(List<LoggedFacts> events) {
        return RunFold.view(events, parent -> {
            Teller.OfRun teller = new Teller.OfRun(parent);
            return !then(new Tellers(tx, keys).of(List.of(teller))).isEmpty();
        });
    }

    /** Runs of a job, newest start first. */
    List<RunView> runs(JobId job) {
        return runs(Set.of(keys.of(job))).stream()
                .map(this::view)
                .filter(run -> run.job().equals(job))
                .sorted(Comparator.comparing(RunView::startedAt)
                        .thenComparing(RunView::id)
                        .reversed())
                .toList();
    }

    /** Versions of a dataset, newest first. */
    List<VersionView> versions(DatasetId dataset) {
        return runs(beside(dataset).jobs()).stream()
                .flatMap(events -> RunFold.versions(events).stream())
                .filter(version -> version.dataset().equals(dataset))
                .sorted(Comparator.comparing((VersionView v) -> VersionOrder.key(v))
                        .reversed())
                .toList();
    }

    private List<List<LoggedFacts>> runs(Set<String> jobs) {
        String before = at.asOf() == null ? "~" : VersionOrder.time(at.asOf()) + "~";
        return then(new Tellers(tx, keys)
                .decode(tx.run(RUNS_OF_JOBS, Map.of("keys", List.copyOf(jobs), "before", before, "most", MOST_RUNS))
                        .list(row -> row.get("events"))));
    }

    /** Leaves of each teller's events those told by then; a teller with none is left out. */
    private List<List<LoggedFacts>> then(Map<Teller, List<LoggedFacts>> told) {
        boolean now = at.equals(TimePoint.NOW);
        return (now ? told : new Tellers(tx, keys).whole(told))
                .values().stream()
                        .map(events ->
                                EventSet.of(events.stream().filter(at::sees).toList()))
                        .filter(events -> !events.isEmpty())
                        .toList();
    }
}
