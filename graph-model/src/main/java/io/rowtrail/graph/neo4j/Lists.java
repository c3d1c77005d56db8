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
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/** Lists and single things, in one transaction. The cursor of a page is the sort key of its last item. */
record Lists(TransactionContext tx) {

    List<String> namespaces() {
        return tx
                .run("MATCH (n:Dataset) RETURN DISTINCT n.namespace AS namespace"
                        + " UNION MATCH (n:Job) RETURN DISTINCT n.namespace AS namespace")
                .list(row -> row.get("namespace").asString())
                .stream()
                .sorted()
                .toList();
    }

    Page<DatasetView> datasets(String namespace, PageRequest page) {
        return named(
                "Dataset",
                namespace,
                page,
                n -> EntityFold.view(Entities.datasetId(n), Entities.dataset(n)),
                view -> view.id().name());
    }

    Optional<DatasetView> dataset(DatasetId id) {
        return Optional.ofNullable(new Entities(tx).datasets(List.of(id)).get(id))
                .map(state -> EntityFold.view(id, state));
    }

    Page<JobView> jobs(String namespace, PageRequest page) {
        return named("Job", namespace, page, this::job, view -> view.id().name());
    }

    Optional<JobView> job(JobId id) {
        return tx.run("MATCH (n:Job {key: $key}) RETURN properties(n) AS n", Map.of("key", Keys.of(id))).stream()
                .map(row -> job(row.get("n")))
                .findFirst();
    }

    private JobView job(Value node) {
        JobId id = Entities.jobId(node);
        List<DatasetId> inputs = new ArrayList<>();
        List<DatasetId> outputs = new ArrayList<>();
        for (Found found : new StoredEdges(tx).ofJobs(List.of(id))) {
            if (found.reach().effect(TimePoint.NOW).equals(Optional.of(Effect.EFFECTIVE))) {
                (found.edge() instanceof Edge.Read ? inputs : outputs)
                        .addAll(found.edge().datasets());
            }
        }
        return EntityFold.view(id, Entities.job(node), inputs, outputs);
    }

    private <T> Page<T> named(
            String label, String namespace, PageRequest page, Function<Value, T> view, Function<T, String> cursor) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("namespaceKey", Keys.bounded(namespace));
        parameters.put("namespace", namespace);
        parameters.put("after", page.after());
        parameters.put("limit", page.limit() + 1);
        List<T> items = tx
                .run(
                        "MATCH (n:" + label + " {namespaceKey: $namespaceKey}) WHERE n.namespace = $namespace"
                                + " AND ($after IS NULL OR n.name > $after)"
                                + " WITH n ORDER BY n.name LIMIT $limit RETURN properties(n) AS n",
                        parameters)
                .list(row -> row.get("n"))
                .stream()
                .map(view)
                .toList();
        return page(items, page, cursor);
    }

    Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        List<Record> rows =
                ordered("DatasetVersion", "dataset", Keys.of(dataset), page, "n.run AS run, n.version AS version");
        Map<Teller, List<LoggedFacts>> runs = new Tellers(tx)
                .of(rows.stream()
                        .map(row -> (Teller)
                                new Teller.OfRun(new RunId(row.get("run").asString())))
                        .distinct()
                        .toList());
        Map<VersionView, String> orders = new HashMap<>();
        List<VersionView> views = new ArrayList<>();
        for (Record row : rows) {
            RunId run = new RunId(row.get("run").asString());
            RunFold.versions(runs.getOrDefault(new Teller.OfRun(run), List.of())).stream()
                    .filter(v -> v.dataset().equals(dataset)
                            && v.version().equals(row.get("version").asString()))
                    .findFirst()
                    .ifPresent(v -> {
                        views.add(v);
                        orders.put(v, row.get("order").asString());
                    });
        }
        return page(views, page, v -> orders.getOrDefault(v, ""));
    }

    Page<RunView> runs(JobId job, PageRequest page) {
        List<Record> rows = ordered("Run", "job", Keys.of(job), page, "n.events AS events");
        List<RunView> views = new Tellers(tx)
                .decode(rows.stream().map(row -> row.get("events")).toList()).values().stream()
                        .map(RunFold::view)
                        .toList();
        return page(views, page, v -> Keys.sortable(v.startedAt()) + "|" + v.id().uuid());
    }

    private List<Record> ordered(String label, String member, String key, PageRequest page, String returned) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", key);
        parameters.put("after", page.after() == null ? "~" : page.after());
        parameters.put("limit", page.limit() + 1);
        return tx.run(
                        "MATCH (n:" + label + " {" + member + ": $key}) WHERE n.order < $after"
                                + " RETURN n.order AS order, " + returned + " ORDER BY n.order DESC LIMIT $limit",
                        parameters)
                .list();
    }

    Optional<RunView> run(RunId id) {
        Teller.OfRun teller = new Teller.OfRun(id);
        return Optional.ofNullable(new Tellers(tx).of(List.of(teller)).get(teller))
                .map(RunFold::view);
    }

    List<NodeId> search(String text, int limit) {
        Map<String, Object> parameters = Map.of("text", text.toLowerCase(Locale.ROOT), "limit", limit);
        List<NodeId> found = new ArrayList<>(tx.run(
                        "MATCH (n:Dataset) WHERE n.search CONTAINS $text RETURN properties(n) AS n"
                                + " ORDER BY n.namespace, n.name LIMIT $limit",
                        parameters)
                .list(row -> Entities.datasetId(row.get("n"))));
        found.addAll(tx.run(
                        "MATCH (n:Job) WHERE n.search CONTAINS $text RETURN properties(n) AS n"
                                + " ORDER BY n.namespace, n.name LIMIT $limit",
                        parameters)
                .list(row -> Entities.jobId(row.get("n"))));
        return found.stream()
                .sorted(Comparator.comparing(NodeId::nodeId))
                .limit(limit)
                .toList();
    }

    private static <T> Page<T> page(List<T> items, PageRequest page, Function<T, String> cursor) {
        if (items.size() <= page.limit()) {
            return new Page<>(items, null);
        }
        List<T> part = items.subList(0, page.limit());
        return new Page<>(part, cursor.apply(part.get(part.size() - 1)));
    }
}
