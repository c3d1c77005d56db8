package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource.Found;
import io.rowtrail.graph.fold.EntityFold;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Teller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/** Lists and single things that may be seen, in one transaction. A cursor is the sort key of the last item shown. */
record Lists(TransactionContext tx, Keys keys, Visibility visibility) {

    boolean exists(NodeId node) {
        return node instanceof RunId run
                ? run(run).isPresent()
                : visibility.shows(node) && new StoredEdges(tx, keys).exists(node);
    }

    List<String> namespaces() {
        return tx
                .run(
                        "MATCH (n:Dataset {tenant: $tenant}) RETURN DISTINCT n.namespace AS namespace"
                                + " UNION MATCH (n:Job {tenant: $tenant}) RETURN DISTINCT n.namespace AS namespace",
                        Map.of("tenant", keys.tenant()))
                .list(row -> row.get("namespace").asString())
                .stream()
                .filter(this::holdsAnything)
                .sorted()
                .toList();
    }

    private boolean holdsAnything(String namespace) {
        PageRequest one = PageRequest.first(1);
        return visibility == Visibility.ALL
                || !datasets(namespace, one).items().isEmpty()
                || !jobs(namespace, one).items().isEmpty();
    }

    Page<DatasetView> datasets(String namespace, PageRequest page) {
        return named(
                "Dataset", namespace, page, Entities::datasetId, n -> dataset(n).seenBy(visibility));
    }

    Optional<DatasetView> dataset(DatasetId id) {
        return Optional.ofNullable(new Entities(tx, keys).datasets(List.of(id)).get(id))
                .map(state -> EntityFold.view(id, state))
                .flatMap(view -> view.seenBy(visibility));
    }

    private static DatasetView dataset(Value node) {
        return EntityFold.view(Entities.datasetId(node), Entities.dataset(node));
    }

    List<ColumnRef> columns(DatasetId dataset) {
        return visibility.sees(dataset) ? new StoredEdges(tx, keys).columns(dataset) : List.of();
    }

    Page<JobView> jobs(String namespace, PageRequest page) {
        return named("Job", namespace, page, Entities::jobId, n -> job(n).seenBy(visibility));
    }

    Optional<JobView> job(JobId id) {
        return tx.run("MATCH (n:Job {key: $key}) RETURN properties(n) AS n", Map.of("key", keys.of(id))).stream()
                .map(row -> job(row.get("n")))
                .findFirst()
                .flatMap(view -> view.seenBy(visibility));
    }

    private JobView job(Value node) {
        JobId id = Entities.jobId(node);
        List<DatasetId> inputs = new ArrayList<>();
        List<DatasetId> outputs = new ArrayList<>();
        for (Found found : new StoredEdges(tx, keys).ofJobs(List.of(id))) {
            if (found.reach().effect(TimePoint.NOW).equals(Optional.of(Effect.EFFECTIVE))) {
                (found.edge() instanceof Edge.Read ? inputs : outputs)
                        .addAll(found.edge().datasets());
            }
        }
        return EntityFold.view(id, Entities.job(node), inputs, outputs);
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
                    return tx.run(
                                    "MATCH (n:" + label + " {namespaceKey: $namespaceKey})"
                                            + " WHERE n.namespace = $namespace AND ($after IS NULL OR n.name > $after)"
                                            + " WITH n ORDER BY n.name LIMIT $limit RETURN properties(n) AS n",
                                    parameters)
                            .list(row -> row.get("n"));
                },
                row -> row.get("name").asString(),
                row -> visibility.sees(id.apply(row)) ? view.apply(row) : Optional.empty());
    }

    Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        if (!visibility.sees(dataset)) {
            return new Page<>(List.of(), null);
        }
        return Page.cut(page, (after, limit) -> versions(dataset, after, limit), OrderedRow::cursor, OrderedRow::shown);
    }

    /** A row and what may be seen of it. */
    private record OrderedRow<T>(String cursor, Optional<T> shown) {}

    private List<OrderedRow<VersionView>> versions(DatasetId dataset, @Nullable String after, int limit) {
        List<Record> rows = ordered(
                "DatasetVersion", "dataset", keys.of(dataset), after, limit, "n.run AS run, n.version AS version");
        Map<Teller, List<LoggedFacts>> runs = new Tellers(tx, keys)
                .of(rows.stream().map(Lists::run).distinct().toList());
        return rows.stream()
                .map(row -> new OrderedRow<>(
                        row.get("order").asString(),
                        RunFold.versions(runs.getOrDefault(run(row), List.of())).stream()
                                .filter(v -> v.dataset().equals(dataset)
                                        && v.version().equals(row.get("version").asString()))
                                .findFirst()))
                .toList();
    }

    private static Teller run(Record row) {
        return new Teller.OfRun(new RunId(row.get("run").asString()));
    }

    Page<RunView> runs(JobId job, PageRequest page) {
        if (!visibility.sees(job)) {
            return new Page<>(List.of(), null);
        }
        return Page.cut(page, (after, limit) -> runs(job, after, limit), OrderedRow::cursor, OrderedRow::shown);
    }

    private List<OrderedRow<RunView>> runs(JobId job, @Nullable String after, int limit) {
        List<Record> rows =
                ordered("Run", "job", keys.of(job), after, limit, "split(n.key, '/')[1] AS run, n.events AS events");
        Map<Teller, List<LoggedFacts>> events = new Tellers(tx, keys)
                .decode(rows.stream().map(row -> row.get("events")).toList());
        return rows.stream()
                .map(row -> new OrderedRow<>(
                        row.get("order").asString(),
                        RunFold.view(events.getOrDefault(run(row), List.of())).seenBy(visibility)))
                .toList();
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

    Optional<RunView> run(RunId id) {
        Teller.OfRun teller = new Teller.OfRun(id);
        return Optional.ofNullable(new Tellers(tx, keys).of(List.of(teller)).get(teller))
                .map(RunFold::view)
                .flatMap(view -> view.seenBy(visibility));
    }

    List<NodeId> search(String text, int limit) {
        Map<String, Object> parameters = Map.of("tenant", keys.tenant(), "text", text.toLowerCase(Locale.ROOT));
        List<NodeId> found = new ArrayList<>(tx.run(
                        "MATCH (n:Dataset) WHERE n.search CONTAINS $text AND n.tenant = $tenant RETURN properties(n) AS n",
                        parameters)
                .list(row -> Entities.datasetId(row.get("n"))));
        found.addAll(tx.run(
                        "MATCH (n:Job) WHERE n.search CONTAINS $text AND n.tenant = $tenant RETURN properties(n) AS n",
                        parameters)
                .list(row -> Entities.jobId(row.get("n"))));
        return found.stream()
                .filter(visibility::sees)
                .sorted(Comparator.comparing(NodeId::nodeId))
                .limit(limit)
                .toList();
    }
}
