package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.DatasetName;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.SearchHit;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource.Scope;
import io.rowtrail.graph.fold.EntityFold;
import io.rowtrail.graph.fold.EntityState;
import io.rowtrail.graph.fold.JoinedNames;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.VersionOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/**
 * Lists and single things that may be seen, as they were at a time, in one transaction. A cursor is the sort key of the last
 * item shown.
 */
record Lists(TransactionContext tx, Keys keys, Visibility visibility, TimePoint at, Refolds refolds) {

    static final String LATEST =
            "UNWIND $lists.keys AS key CALL (key) { MATCH (n:Run {job: key}) USING INDEX n:Run(job, order)"
                    + " WHERE n.order > '' RETURN n.events AS events ORDER BY n.order DESC LIMIT 1 } RETURN events";

    /** Years of more digits sort before those of four. */
    private static final Instant LAST_WRITTEN_IN_ORDER = Instant.parse("9999-12-31T23:59:59Z");

    /** More inputs and outputs are not shown. */
    private static final int MOST_EDGES = 100_000;

    boolean exists(NodeId node) {
        if (node instanceof RunId run) {
            return run(run).isPresent();
        }
        return visibility.shows(node) && new StoredEdges(tx, keys).exists(node) && wasThere(node);
    }

    boolean wasThere(NodeId node) {
        if (now()) {
            return true;
        }
        if (at.knownAt() == null) {
            NodeId named = node instanceof ColumnRef column ? column.dataset() : node;
            return new Namespaces(tx, keys, visibility, this)
                    .lifetimes(List.of(named), Map.of()).values().stream()
                            .anyMatch(lifetime -> begun(lifetime.firstSeen()));
        }
        return node instanceof JobId job
                ? job(job).isPresent()
                : dataset(node instanceof ColumnRef column ? column.dataset() : (DatasetId) node)
                        .isPresent();
    }

    /** The same of what is known to have been mentioned first then. What was known at a time has to be folded anew. */
    boolean wasThere(NodeId node, Value firstSeen) {
        return begun(Instant.parse(firstSeen.asString())) && (at.knownAt() == null || wasThere(node));
    }

    private boolean begun(Instant firstSeen) {
        Instant asOf = at.asOf();
        return asOf == null || !firstSeen.isAfter(asOf);
    }

    boolean now() {
        return at.equals(TimePoint.NOW);
    }

    private History history() {
        refolds.one();
        return new History(tx, keys, at);
    }

    Page<DatasetView> datasets(String namespace, PageRequest page) {
        return named("Dataset", namespace, page, Entities::datasetId, this::dataset);
    }

    Optional<DatasetView> dataset(DatasetId id) {
        if (!visibility.sees(id)) {
            return Optional.empty();
        }
        Optional<EntityState> state = now()
                ? Optional.ofNullable(
                        new Entities(tx, keys).datasets(List.of(id)).get(id))
                : history().dataset(id);
        return state.flatMap(known -> EntityFold.view(id, known).seenBy(visibility));
    }

    private Optional<DatasetView> dataset(Value node) {
        DatasetId id = Entities.datasetId(node);
        return now() ? EntityFold.view(id, Entities.dataset(node)).seenBy(visibility) : dataset(id);
    }

    Map<DatasetId, DatasetView> datasets(Collection<DatasetId> ids) {
        Map<DatasetId, DatasetView> views = new LinkedHashMap<>();
        if (now()) {
            new Entities(tx, keys)
                    .datasets(ids)
                    .forEach((id, state) ->
                            EntityFold.view(id, state).seenBy(visibility).ifPresent(view -> views.put(id, view)));
        } else {
            ids.forEach(id -> dataset(id).ifPresent(view -> views.put(id, view)));
        }
        return views;
    }

    List<ColumnRef> columns(DatasetId dataset) {
        return visibility.sees(dataset) && wasThere(dataset) ? new StoredEdges(tx, keys).columns(dataset) : List.of();
    }

    Page<JobView> jobs(String namespace, PageRequest page) {
        return named("Job", namespace, page, Entities::jobId, this::job);
    }

    Optional<JobView> job(JobId id) {
        return Optional.ofNullable(jobs(List.of(id)).get(id));
    }

    private Optional<JobView> job(Value node) {
        return job(Entities.jobId(node));
    }

    /** One question for the jobs and one for what they read and write. */
    Map<JobId, JobView> jobs(Collection<JobId> ids) {
        List<JobId> seen = ids.stream().filter(visibility::sees).toList();
        Map<JobId, EntityState> states = new LinkedHashMap<>();
        if (now()) {
            states.putAll(new Entities(tx, keys).jobs(seen));
        } else {
            seen.forEach(id -> history().job(id).ifPresent(state -> states.put(id, state)));
        }
        Map<JobId, List<DatasetId>> inputs = new HashMap<>();
        Map<JobId, List<DatasetId>> outputs = new HashMap<>();
        Scope effective = new Scope(at, Effect.EFFECTIVE, MOST_EDGES);
        for (Edge edge : new StoredEdges(tx, keys).touched(states.keySet(), effective)) {
            JobId job = edge.job();
            if (job != null) {
                (edge instanceof Edge.Read ? inputs : outputs)
                        .computeIfAbsent(job, j -> new ArrayList<>())
                        .addAll(edge.datasets());
            }
        }
        Map<JobId, JobView> views = new LinkedHashMap<>();
        states.forEach((id, state) -> EntityFold.view(
                        id, state, inputs.getOrDefault(id, List.of()), outputs.getOrDefault(id, List.of()))
                .seenBy(visibility)
                .ifPresent(view -> views.put(id, view)));
        return views;
    }

    Map<JobId, RunView> latestRuns(Collection<JobId> jobs) {
        Map<JobId, RunView> latest = new LinkedHashMap<>();
        List<JobId> seen = jobs.stream().filter(visibility::sees).toList();
        if (!now()) {
            seen.forEach(job -> history().runs(job).stream()
                    .findFirst()
                    .flatMap(run -> run.seenBy(visibility))
                    .ifPresent(run -> latest.put(job, run.brief())));
            return latest;
        }
        List<Value> events = tx.run(
                        LATEST,
                        Map.of(
                                "lists",
                                Map.of("keys", seen.stream().map(keys::of).toList())))
                .list(row -> row.get("events"));
        Map<Teller, List<LoggedFacts>> runs = new Tellers(tx, keys).decode(events, StoredEvent.Part.BRIEF);
        Predicate<RunId> known = new Tellers(tx, keys).known(runs.values());
        for (List<LoggedFacts> run : runs.values()) {
            RunFold.view(run, known).seenBy(visibility).ifPresent(view -> latest.put(view.job(), view.brief()));
        }
        return latest;
    }

    private <T> Page<T> named(
            String label,
            String namespace,
            PageRequest page,
            Function<Value, ? extends NodeId> id,
            Function<Value, Optional<T>> view) {
        if (!visibility.seesInto(namespace)) {
            return new Page<>(List.of(), null);
        }
        return Page.cut(
                page,
                (after, limit) -> {
                    Map<String, Object> parameters = new HashMap<>();
                    parameters.put("namespaceKey", keys.ofNamespace(namespace));
                    parameters.put("namespace", namespace);
                    parameters.put("after", after);
                    parameters.put("limit", limit);
                    Instant asOf = at.asOf();
                    // to the second, as texts of fractions do not sort; the rest is looked at below
                    parameters.put(
                            "second",
                            asOf == null || asOf.isAfter(LAST_WRITTEN_IN_ORDER)
                                    ? null
                                    : asOf.toString().substring(0, 19));
                    return tx.run(
                                    "MATCH (n:" + label + " {namespaceKey: $namespaceKey})"
                                            + " WHERE n.namespace = $namespace AND ($after IS NULL OR n.name > $after)"
                                            + " AND ($second IS NULL OR left(n.firstSeen, 19) <= $second)"
                                            + " WITH n ORDER BY n.name LIMIT $limit RETURN properties(n) AS n",
                                    parameters)
                            .list(row -> row.get("n"));
                },
                row -> row.get("name").asString(),
                row -> visibility.sees(id.apply(row))
                                && begun(Instant.parse(row.get("firstSeen").asString()))
                        ? view.apply(row)
                        : Optional.empty());
    }

    Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        if (!visibility.sees(dataset)) {
            return new Page<>(List.of(), null);
        }
        if (!now()) {
            return page(history().versions(dataset), page, v -> VersionOrder.key(v, Keys::bounded));
        }
        return Page.cut(page, (after, limit) -> versions(dataset, after, limit), OrderedRow::cursor, OrderedRow::shown);
    }

    /** A row and what may be seen of it. */
    private record OrderedRow<T>(String cursor, Optional<T> shown) {}

    private List<OrderedRow<VersionView>> versions(DatasetId dataset, @Nullable String after, int limit) {
        List<Record> rows =
                ordered("DatasetVersion", "dataset", keys.of(dataset), after, limit, "n.version AS version");
        Map<Teller, List<LoggedFacts>> runs = new Tellers(tx, keys)
                .of(rows.stream().map(Lists::run).distinct().toList());
        return rows.stream()
                .map(row -> new OrderedRow<>(
                        row.get("order").asString(),
                        RunFold.versions(runs.getOrDefault(run(row), List.of())).stream()
                                .filter(v -> v.dataset().equals(dataset)
                                        && v.version()
                                                .equals(row.get("version")
                                                        .asString(v.run().uuid())))
                                .findFirst()))
                .toList();
    }

    private static Teller run(Record row) {
        return new Teller.OfRun(VersionOrder.run(row.get("order").asString()));
    }

    Page<RunView> runs(JobId job, PageRequest page) {
        if (!visibility.sees(job)) {
            return new Page<>(List.of(), null);
        }
        if (!now()) {
            List<RunView> seen = history().runs(job).stream()
                    .flatMap(run -> run.seenBy(visibility).stream())
                    .toList();
            return page(seen, page, r -> VersionOrder.key(r.startedAt(), r.id()));
        }
        return Page.cut(page, (after, limit) -> runs(job, after, limit), OrderedRow::cursor, OrderedRow::shown);
    }

    private List<OrderedRow<RunView>> runs(JobId job, @Nullable String after, int limit) {
        List<Record> rows = ordered("Run", "job", keys.of(job), after, limit, "n.events AS events");
        Map<Teller, List<LoggedFacts>> events = new Tellers(tx, keys)
                .decode(rows.stream().map(row -> row.get("events")).toList());
        Predicate<RunId> known = new Tellers(tx, keys).known(events.values());
        return rows.stream()
                .map(row -> new OrderedRow<>(
                        row.get("order").asString(),
                        RunFold.view(events.getOrDefault(run(row), List.of()), known)
                                .seenBy(visibility)))
                .toList();
    }

    long countVersions(DatasetId dataset) {
        if (!visibility.sees(dataset)) {
            return 0;
        }
        return now()
                ? count("DatasetVersion", "dataset", keys.of(dataset))
                : history().versions(dataset).size();
    }

    long countRuns(JobId job) {
        if (!visibility.sees(job)) {
            return 0;
        }
        return now() ? count("Run", "job", keys.of(job)) : history().runs(job).size();
    }

    private long count(String label, String member, String key) {
        return tx.run(
                        "MATCH (n:" + label + " {" + member + ": $key}) WHERE n.order > '' RETURN count(*) AS count",
                        Map.of("key", key))
                .single()
                .get("count")
                .asLong();
    }

    private List<Record> ordered(
            String label, String member, String key, @Nullable String after, int limit, String returned) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", key);
        parameters.put("after", after == null ? "~" : after);
        parameters.put("limit", limit);
        return tx.run(
                        "MATCH (n:" + label + " {" + member + ": $key}) WHERE n.order < $after"
                                + " RETURN n.order AS order, " + returned + " ORDER BY n.order DESC LIMIT $limit",
                        parameters)
                .list();
    }

    List<DatasetName> names(DatasetId dataset) {
        return JoinedNames.of(new StoredEdges(tx, keys), dataset, at, visibility);
    }

    List<JobLink> links(JobId job) {
        return JoinedNames.of(new StoredEdges(tx, keys), job, at, visibility);
    }

    Optional<RunView> run(RunId id) {
        return history().run(id).flatMap(view -> view.seenBy(visibility));
    }

    List<SearchHit> search(SearchQuery query) {
        List<String> within =
                visibility == Visibility.ALL ? null : new Namespaces(tx, keys, visibility, this).seenInto();
        return new Search(tx, keys, visibility::sees, this::wasThere, within).hits(query);
    }

    /** Cuts a page out of a whole list, newest first. */
    private static <T> Page<T> page(List<T> all, PageRequest page, Function<T, String> cursor) {
        return Page.cut(
                page,
                (after, limit) -> all.stream()
                        .filter(item -> after == null || cursor.apply(item).compareTo(after) < 0)
                        .limit(limit)
                        .toList(),
                cursor,
                Optional::of);
    }
}
