package io.rowtrail.graph.neo4j;

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
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/**
 * Edges in one transaction: one query a step and side, from indexed nodes to their neighbours, never a path. The index is
 * named, since the planner prefers a scan while the store is empty and keeps that plan for a while.
 */
record StoredEdges(TransactionContext tx, Keys keys) implements EdgeSource {

    static final String READS_OUT = "UNWIND $keys AS key MATCH (a:Dataset {key: key})-[r:READ_BY]->(b:Job)"
            + " USING INDEX SEEK a:Dataset(key)" + EdgeRows.RETURN;
    static final String FLOWS_OUT = "UNWIND $keys AS key MATCH (a:Dataset {key: key})-[r:FLOWS_TO]->(b:Dataset)"
            + " USING INDEX SEEK a:Dataset(key)" + EdgeRows.RETURN;
    static final String WRITES_IN = "UNWIND $keys AS key MATCH (b:Dataset {key: key})<-[r:WRITES]-(a:Job)"
            + " USING INDEX SEEK b:Dataset(key)" + EdgeRows.RETURN;
    static final String FLOWS_IN = "UNWIND $keys AS key MATCH (b:Dataset {key: key})<-[r:FLOWS_TO]-(a:Dataset)"
            + " USING INDEX SEEK b:Dataset(key)" + EdgeRows.RETURN;
    static final String READS_OF = "UNWIND $keys AS key MATCH (b:Job {key: key})<-[r:READ_BY]-(a:Dataset)"
            + " USING INDEX SEEK b:Job(key)" + EdgeRows.RETURN;
    static final String WRITES_OF = "UNWIND $keys AS key MATCH (a:Job {key: key})-[r:WRITES]->(b:Dataset)"
            + " USING INDEX SEEK a:Job(key)" + EdgeRows.RETURN;
    static final String DERIVED_FROM = "UNWIND $keys AS key MATCH (a:Column {key: key})-[r:DERIVES]->(b:Column)"
            + " USING INDEX SEEK a:Column(key)" + EdgeRows.RETURN;
    static final String DERIVED_FROM_ANY = "UNWIND $keys AS key MATCH (a:Column {dataset: key})-[r:DERIVES]->(b:Column)"
            + " USING INDEX SEEK a:Column(dataset)" + EdgeRows.RETURN;
    static final String DERIVED_INTO = "UNWIND $keys AS key MATCH (b:Column {key: key})<-[r:DERIVES]-(a:Column)"
            + " USING INDEX SEEK b:Column(key)" + EdgeRows.RETURN;

    static String byKey(String type) {
        return "UNWIND $keys AS key MATCH (a)-[r:" + type + " {key: key}]->(b) USING INDEX SEEK r:" + type + "(key)"
                + EdgeRows.RETURN;
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
    public List<Found> outOf(Collection<DatasetId> datasets) {
        return both(READS_OUT, FLOWS_OUT, keys(datasets, keys::of));
    }

    @Override
    public List<Found> into(Collection<DatasetId> datasets) {
        return both(WRITES_IN, FLOWS_IN, keys(datasets, keys::of));
    }

    @Override
    public List<Found> ofJobs(Collection<JobId> jobs) {
        return both(READS_OF, WRITES_OF, keys(jobs, keys::of));
    }

    @Override
    public List<Found> derivedFrom(Collection<ColumnRef> columns) {
        List<String> single = new ArrayList<>();
        TreeSet<String> whole = new TreeSet<>();
        for (ColumnRef column : columns) {
            if (column.isWhole()) {
                whole.add(keys.of(column.dataset()));
            }
        }
        for (ColumnRef column : columns) {
            if (!whole.contains(keys.of(column.dataset()))) {
                single.add(keys.of(column));
            }
        }
        List<Found> found = new ArrayList<>(query(DERIVED_FROM, single));
        found.addAll(query(DERIVED_FROM_ANY, List.copyOf(whole)));
        return found;
    }

    @Override
    public List<Found> derivedInto(Collection<ColumnRef> columns) {
        return query(DERIVED_INTO, keys(columns, keys::of));
    }

    @Override
    public Map<Edge, EdgeReach> reaches(Collection<Edge> edges) {
        Map<String, List<String>> byType = new HashMap<>();
        for (Edge edge : edges) {
            byType.computeIfAbsent(EdgeRows.type(edge), t -> new ArrayList<>()).add(keys.of(edge));
        }
        Map<Edge, EdgeReach> reaches = new HashMap<>();
        byType.forEach(
                (type, keys) -> query(byKey(type), keys).forEach(found -> reaches.put(found.edge(), found.reach())));
        return reaches;
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

    private List<Found> both(String first, String second, List<String> keys) {
        List<Found> found = new ArrayList<>(query(first, keys));
        found.addAll(query(second, keys));
        return found;
    }

    private List<Found> query(String query, List<String> keys) {
        return keys.isEmpty() ? List.of() : tx.run(query, Map.of("keys", keys)).list(EdgeRows::found);
    }

    private static <T> List<String> keys(Collection<T> nodes, Function<T, String> key) {
        return nodes.stream().map(key).distinct().toList();
    }
}
