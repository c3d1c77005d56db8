package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Schema;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.EdgeSource;
import io.rowtrail.graph.fold.EntityFold;
import io.rowtrail.graph.fold.EntityState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/** Edges in one transaction: one query a step and side, from indexed nodes to their neighbours, never a path. */
final class StoredEdges implements EdgeSource {

    static final String OUT_OF = "UNWIND $keys AS key MATCH (a:Dataset {key: key})-[r:READ_BY|FLOWS_TO]->(b)"
            + " USING INDEX SEEK a:Dataset(key)"
            + " WHERE r.now IN $now" + EdgeRows.BRIEF;
    static final String OF_JOBS = "UNWIND $keys AS key MATCH (a:Job {key: key})-[r:READ_BY|WRITES]-(b)"
            + " USING INDEX SEEK a:Job(key)"
            + " WHERE r.now IN $now" + EdgeRows.BRIEF;
    private static final String TOUCHED = "UNWIND $lists.keys AS key MATCH (a:Job {key: key})-[r:READ_BY|WRITES]-(b)"
            + " USING INDEX SEEK a:Job(key) WHERE r.now IN $now WITH key, r, b LIMIT $most"
            + " RETURN key, type(r) = 'READ_BY' AS read, b.namespace AS namespace, b.name AS name";
    static final String DERIVED_FROM = "UNWIND $keys AS key MATCH (a:Column {key: key})-[r:DERIVES]->(b)"
            + " USING INDEX SEEK a:Column(key)"
            + " WHERE r.now IN $now" + EdgeRows.COLUMNS;
    static final String DERIVED_FROM_ANY = "UNWIND $keys AS key MATCH (a:Column {dataset: key})-[r:DERIVES]->(b)"
            + " USING INDEX SEEK a:Column(dataset)"
            + " WHERE r.now IN $now" + EdgeRows.COLUMNS;

    static final String NAMES_FROM = "UNWIND $keys AS key MATCH (a:Dataset {key: key})-[r:NAMED]->(b)"
            + " USING INDEX SEEK a:Dataset(key) WHERE r.now IN $now" + EdgeRows.WHOLE;
    static final String NAMES_TO = "UNWIND $keys AS key MATCH (b:Dataset {key: key})<-[r:NAMED]-(a)"
            + " USING INDEX SEEK b:Dataset(key) WHERE r.now IN $now" + EdgeRows.WHOLE;
    static final String LINKS_FROM = "UNWIND $keys AS key MATCH (a:Job {key: key})-[r:LEADS_TO]->(b)"
            + " USING INDEX SEEK a:Job(key) WHERE r.now IN $now" + EdgeRows.WHOLE;
    static final String LINKS_TO = "UNWIND $keys AS key MATCH (b:Job {key: key})<-[r:LEADS_TO]-(a)"
            + " USING INDEX SEEK b:Job(key) WHERE r.now IN $now" + EdgeRows.WHOLE;

    private final TransactionContext tx;
    private final Keys keys;
    private final StoredSteps steps;

    StoredEdges(TransactionContext tx, Keys keys) {
        this.tx = tx;
        this.keys = keys;
        this.steps = new StoredSteps(tx, keys);
    }

    @Override
    public Around around(Collection<DatasetId> down, Collection<DatasetId> up, Scope scope) {
        return steps.around(down, up, scope);
    }

    @Override
    public AroundColumns around(
            Collection<ColumnRef> down, Collection<ColumnRef> up, Collection<DatasetId> named, Scope scope) {
        return steps.around(down, up, named, scope);
    }

    /** Where the nodes are that the steps of a walk came to. */
    Map<NodeId, String> ids() {
        return steps.ids();
    }

    static String byKey(String type) {
        return "UNWIND $lists.keys AS key MATCH ()-[r:" + type + " {key: key}]->() USING INDEX SEEK r:" + type
                + "(key) RETURN key, r.named AS named,"
                + " r.effective AS effective, r.toldBy AS toldBy, r.madeBy AS madeBy,"
                + " r.stated AS stated, r.statedSince AS statedSince, r.statedRun AS statedRun";
    }

    @Override
    public boolean exists(NodeId node) {
        if (node instanceof DatasetId dataset) {
            return exists("Dataset", keys.of(dataset));
        }
        if (node instanceof JobId job) {
            return exists("Job", keys.of(job));
        }
        if (node instanceof ColumnRef column) {
            return column.isWhole()
                    ? exists("Dataset", keys.of(column.dataset()))
                    : exists("Column", keys.of(column))
                            || columns(column.dataset()).contains(column);
        }
        return node instanceof RunId run && exists("Run", keys.of(run));
    }

    private boolean exists(String label, String key) {
        return tx.run("RETURN EXISTS { (:" + label + " {key: $key}) } AS there", Map.of("key", key))
                .single()
                .get("there")
                .asBoolean();
    }

    @Override
    public Part outOf(Collection<DatasetId> datasets, Scope scope) {
        return at(OUT_OF, datasets, keys::of, scope, EdgeRows::outOf);
    }

    @Override
    public Part ofJobs(Collection<JobId> jobs, Scope scope) {
        return at(OF_JOBS, jobs, keys::of, scope, EdgeRows::ofJob);
    }

    @Override
    public Part derivedFrom(Collection<ColumnRef> columns, Scope scope) {
        Set<DatasetId> whole = new HashSet<>();
        for (ColumnRef column : columns) {
            if (column.isWhole()) {
                whole.add(column.dataset());
            }
        }
        List<ColumnRef> single =
                columns.stream().filter(c -> !whole.contains(c.dataset())).toList();
        Part one = at(DERIVED_FROM, single, keys::of, scope, EdgeRows::from);
        Part any = at(
                DERIVED_FROM_ANY, whole, keys::of, scope, (rows, row, dataset) -> rows.from(row, column(row, dataset)));
        List<Found> both = new ArrayList<>(one.edges());
        both.addAll(any.edges());
        return new Part(both, one.cut() || any.cut());
    }

    private static ColumnRef column(Record row, DatasetId dataset) {
        return new ColumnRef(dataset, row.get("near").asString());
    }

    @Override
    public List<Found> names(Collection<DatasetId> datasets, Scope scope) {
        return both(NAMES_FROM, NAMES_TO, datasets.stream().map(keys::of).toList(), scope);
    }

    @Override
    public List<Found> links(Collection<JobId> jobs, Scope scope) {
        return both(LINKS_FROM, LINKS_TO, jobs.stream().map(keys::of).toList(), scope);
    }

    private List<Found> both(String first, String second, List<String> nodes, Scope scope) {
        List<Found> found = new ArrayList<>();
        if (!nodes.isEmpty()) {
            EdgeRows rows = new EdgeRows(scope.at());
            for (String query : List.of(first, second)) {
                for (Record row : tx.run(query, Map.of("keys", nodes, "now", StoredSteps.now(scope)))
                        .list()) {
                    if (rows.holds(row, scope)) {
                        found.add(rows.wholly(row));
                    }
                }
            }
        }
        return found;
    }

    /** The names that lead to or from datasets, with wherever they hold. */
    Map<Edge, EdgeReach> nameReaches(Collection<DatasetId> datasets) {
        Map<Edge, EdgeReach> reaches = new HashMap<>();
        Map<String, Object> parameters = Map.of(
                "keys", datasets.stream().map(keys::of).toList(), "now", List.of("effective", "attempted", "past"));
        for (String query : List.of(NAMES_FROM, NAMES_TO)) {
            for (Record row : tx.run(query, parameters).list()) {
                reaches.put(EdgeRows.whole(row), EdgeRows.reach(row));
            }
        }
        return reaches;
    }

    /** The jobs that ever told of a link of a job. */
    Set<JobId> linkers(JobId job) {
        Set<JobId> linkers = new HashSet<>();
        Map<String, Object> parameters =
                Map.of("keys", List.of(keys.of(job)), "now", List.of("effective", "attempted", "past"));
        for (String query : List.of(LINKS_FROM, LINKS_TO)) {
            for (Record row : tx.run(query, parameters).list()) {
                if (EdgeRows.whole(row) instanceof Edge.Link link) {
                    linkers.add(link.job());
                }
            }
        }
        return linkers;
    }

    @Override
    public Map<Edge.Write, Set<ColumnEdge>> stated(Collection<Edge.Write> writes, TimePoint at) {
        return new StoredColumns(this, new Tellers(tx, keys)).stated(writes, at);
    }

    /** What jobs read and write, and no more of it. */
    List<Edge> touched(Collection<JobId> jobs, Scope scope) {
        if (!scope.at().equals(TimePoint.NOW)) {
            return ofJobs(jobs, scope).edges().stream().map(Found::edge).toList();
        }
        Map<String, JobId> byKey = new HashMap<>();
        jobs.forEach(job -> byKey.put(keys.of(job), job));
        Map<String, Object> parameters = Map.of(
                "lists", Map.of("keys", List.copyOf(byKey.keySet())),
                "now", StoredSteps.now(scope),
                "most", scope.most());
        List<Edge> edges = new ArrayList<>();
        for (Record row : tx.run(TOUCHED, parameters).list()) {
            JobId job = byKey.get(row.get("key").asString());
            if (job != null) {
                DatasetId dataset = EdgeRows.dataset(row);
                edges.add(row.get("read").asBoolean() ? new Edge.Read(dataset, job) : new Edge.Write(job, dataset));
            }
        }
        return edges;
    }

    private interface Reading<N> {
        Found edge(EdgeRows rows, Record row, N near);
    }

    private <N> Part at(String query, Collection<N> nodes, Function<N, String> key, Scope scope, Reading<N> edge) {
        if (nodes.isEmpty()) {
            return new Part(List.of(), false);
        }
        Map<String, N> byKey = new HashMap<>();
        nodes.forEach(node -> byKey.put(key.apply(node), node));
        Map<String, Object> parameters = Map.of(
                "keys", List.copyOf(byKey.keySet()),
                "now", StoredSteps.now(scope),
                "brief", scope.at().equals(TimePoint.NOW),
                "most", scope.most());
        EdgeRows rows = new EdgeRows(scope.at());
        List<Found> found = new ArrayList<>();
        List<Record> read = tx.run(query, parameters).list();
        for (Record row : read) {
            N near = byKey.get(row.get("key").asString());
            if (near != null && rows.holds(row, scope)) {
                found.add(edge.edge(rows, row, near));
            }
        }
        return new Part(found, read.size() >= scope.most());
    }

    @Override
    public Map<Edge, EdgeFacts> facts(Collection<Edge> edges, TimePoint at) {
        Map<Edge, EdgeFacts> facts = new HashMap<>();
        EdgeRows rows = new EdgeRows(at);
        lookUp(edges, (row, edge) -> rows.facts(row).ifPresent(known -> facts.put(edge, known)));
        return facts;
    }

    /** Looks edges up, with wherever they hold; those not there are left out. */
    Map<Edge, EdgeReach> reaches(Collection<Edge> edges) {
        Map<Edge, EdgeReach> reaches = new HashMap<>();
        lookUp(edges, (row, edge) -> reaches.put(edge, EdgeRows.reach(row)));
        return reaches;
    }

    private interface Looked {
        void up(Record row, Edge edge);
    }

    private void lookUp(Collection<Edge> edges, Looked looked) {
        Map<String, Map<String, Edge>> byType = new HashMap<>();
        for (Edge edge : edges) {
            byType.computeIfAbsent(EdgeRows.type(edge), t -> new HashMap<>()).put(keys.of(edge), edge);
        }
        byType.forEach((type, byKey) -> {
            for (Record row : tx.run(byKey(type), Map.of("lists", Map.of("keys", List.copyOf(byKey.keySet()))))
                    .list()) {
                Edge edge = byKey.get(row.get("key").asString());
                if (edge != null) {
                    looked.up(row, edge);
                }
            }
        });
    }

    @Override
    public List<ColumnRef> columns(DatasetId dataset) {
        TreeSet<ColumnRef> columns = new TreeSet<>();
        EntityState state = new Entities(tx, keys).datasets(List.of(dataset)).get(dataset);
        Schema schema = state == null ? null : EntityFold.view(dataset, state).schema();
        if (schema != null) {
            schema.fields().stream()
                    .filter(f -> !f.name().isEmpty())
                    .forEach(f -> columns.add(new ColumnRef(dataset, f.name())));
        }
        for (Record row : tx.run(
                        "MATCH (c:Column {dataset: $dataset}) RETURN c.field AS field",
                        Map.of("dataset", keys.of(dataset)))
                .list()) {
            columns.add(new ColumnRef(dataset, row.get("field").asString()));
        }
        return columns.stream().filter(c -> !c.isWhole()).toList();
    }
}
