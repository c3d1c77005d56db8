package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource.Around;
import io.rowtrail.graph.fold.EdgeSource.AroundColumns;
import io.rowtrail.graph.fold.EdgeSource.Found;
import io.rowtrail.graph.fold.EdgeSource.Part;
import io.rowtrail.graph.fold.EdgeSource.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/**
 * The steps of a walk in one transaction: one statement a step for both ways and the names. A node that an earlier step came
 * to is found again by the store's own id, which costs a third of what its key does; ids are never kept beyond the transaction.
 */
final class StoredSteps {

    /** A plan depends on nothing that may change: each part begins at an index or at an id and expands once. */
    private static final String ONCE = "CYPHER replan=skip ";

    private static final String EDGE = " AS way, i, elementId(b) AS far, type(r) AS edge, b.namespace AS namespace,"
            + " b.name AS name, b.linked AS linked, r.jobNamespace AS jobNamespace, r.jobName AS jobName, r.now AS now,"
            + " CASE WHEN brief THEN null ELSE r.named END AS named,"
            + " CASE WHEN brief THEN null ELSE r.effective END AS effective,"
            + " CASE WHEN brief THEN null ELSE r.toldBy END AS toldBy,"
            + " CASE WHEN brief THEN null ELSE r.madeBy END AS madeBy, r.via AS via, ";

    private static final String BRIEF =
            " AND r.now IN $now WITH i, r, b, $brief AND r.jobName IS NOT NULL AS brief LIMIT $most RETURN ";

    static final String DATASETS = ONCE
            + each("down", "(a)-[r:READ_BY|FLOWS_TO]->(b)")
            + BRIEF
            + "'out'"
            + EDGE
            + "true AS outward UNION ALL "
            + each("up", "(a)<-[r:WRITES|FLOWS_TO]-(b)")
            + BRIEF
            + "'in'"
            + EDGE
            + "false AS outward UNION ALL "
            + each("both", "(a)-[r:NAMED]-(b)")
            + " AND r.now IN $standing WITH i, r, b, false AS brief, startNode(r) = a AS outward RETURN 'name'"
            + EDGE
            + "outward";

    private static final String COLUMN = " AS way, i, elementId(b) AS far, a.field AS near, b.namespace AS namespace,"
            + " b.name AS name, b.field AS field, r.jobNamespace AS jobNamespace, r.jobName AS jobName, r.type AS type,"
            + " r.subtype AS subtype, r.description AS description, r.masking AS masking, r.former AS former,"
            + " r.now AS now, r.named AS named, r.effective AS effective, r.toldBy AS toldBy, r.madeBy AS madeBy,"
            + " r.via AS via, ";

    private static final String HOLDING = " AND r.now IN $now WITH i, a, r, b LIMIT $most RETURN ";

    static final String COLUMNS = ONCE
            + each("down", "(a)-[r:DERIVES]->(b)")
            + HOLDING
            + "'out'"
            + COLUMN
            + "true AS outward UNION ALL "
            + keyed("any", "(a:Column {dataset: $lists.any[i]})-[r:DERIVES]->(b)", "a:Column(dataset)")
            + HOLDING
            + "'any'"
            + COLUMN
            + "true AS outward UNION ALL "
            + each("up", "(a)<-[r:DERIVES]-(b)")
            + HOLDING
            + "'in'"
            + COLUMN
            + "false AS outward UNION ALL "
            + keyed("whole", "(a:Column {key: $lists.whole[i]})<-[r:DERIVES]-(b)", "a:Column(key)")
            + HOLDING
            + "'whole'"
            + COLUMN
            + "false AS outward UNION ALL "
            + keyed("names", "(a:Dataset {key: $lists.names[i]})-[r:NAMED]-(b)", "a:Dataset(key)")
            + " AND r.now IN $standing WITH i, a, r, b RETURN 'name'"
            + COLUMN
            + "startNode(r) = a AS outward";

    static String ids(String label) {
        return ONCE + "UNWIND $lists.keys AS key MATCH (n:" + label + " {key: key}) USING INDEX SEEK n:" + label
                + "(key) RETURN key, elementId(n) AS id";
    }

    private final TransactionContext tx;
    private final Keys keys;
    private final Map<NodeId, String> ids = new HashMap<>();

    StoredSteps(TransactionContext tx, Keys keys) {
        this.tx = tx;
        this.keys = keys;
    }

    private static String each(String list, String pattern) {
        return "UNWIND range(0, size($lists." + list + ") - 1) AS i MATCH " + pattern + " WHERE elementId(a) = $lists."
                + list + "[i]";
    }

    private static String keyed(String list, String pattern, String index) {
        return "UNWIND range(0, size($lists." + list + ") - 1) AS i MATCH " + pattern + " USING INDEX SEEK " + index
                + " WHERE true";
    }

    /** Where the nodes are that were met or looked up. */
    Map<NodeId, String> ids() {
        return Collections.unmodifiableMap(ids);
    }

    Around around(Collection<DatasetId> down, Collection<DatasetId> up, Scope scope) {
        Set<DatasetId> all = new HashSet<>(down);
        all.addAll(up);
        learn("Dataset", all, keys::of);
        List<DatasetId> downs = known(down);
        List<DatasetId> ups = known(up);
        List<DatasetId> both = known(all);
        Map<String, Object> parameters =
                parameters(scope, Map.of("down", ids(downs), "up", ids(ups), "both", ids(both)));
        EdgeRows rows = new EdgeRows(scope.at());
        List<Found> out = new ArrayList<>();
        List<Found> in = new ArrayList<>();
        List<Found> names = new ArrayList<>();
        boolean linked = false;
        int[] read = new int[2];
        for (Record row : tx.run(DATASETS, parameters).list()) {
            int i = row.get("i").asInt();
            switch (row.get("way").asString()) {
                case "out" -> {
                    read[0]++;
                    linked |= met(row, downs.get(i), scope, rows, out);
                }
                case "in" -> {
                    read[1]++;
                    linked |= met(row, ups.get(i), scope, rows, in);
                }
                default -> name(rows, row, both.get(i), scope, names);
            }
        }
        return new Around(new Part(out, read[0] >= scope.most()), new Part(in, read[1] >= scope.most()), names, linked);
    }

    private void name(EdgeRows rows, Record row, DatasetId near, Scope scope, List<Found> names) {
        if (rows.holds(row, scope.ofNames())) {
            DatasetId far = EdgeRows.dataset(row);
            boolean from = row.get("outward").asBoolean();
            Edge.Name.Kind kind = Edge.Name.Kind.valueOf(row.get("via").asString());
            ids.put(far, row.get("far").asString());
            names.add(rows.found(from ? new Edge.Name(near, far, kind) : new Edge.Name(far, near, kind), row));
        }
    }

    /** Takes an edge that holds; says whether it is at a job that data leads to or from without a dataset between. */
    private boolean met(Record row, DatasetId near, Scope scope, EdgeRows rows, List<Found> found) {
        boolean outward = row.get("outward").asBoolean();
        ids.put(
                row.get("edge").asString().equals("FLOWS_TO") ? EdgeRows.dataset(row) : EdgeRows.job(row),
                row.get("far").asString());
        if (rows.holds(row, scope)) {
            found.add(outward ? rows.outOf(row, near) : rows.into(row, near));
        }
        return !row.get("linked").isNull();
    }

    /** Looks up where those nodes are that no edge led to. */
    private <N extends NodeId> void learn(String label, Collection<N> nodes, Function<N, String> key) {
        Map<String, N> missing = new HashMap<>();
        nodes.stream().filter(n -> !ids.containsKey(n)).forEach(n -> missing.put(key.apply(n), n));
        if (!missing.isEmpty()) {
            Map<String, Object> lists = Map.of("lists", Map.of("keys", List.copyOf(missing.keySet())));
            for (Record row : tx.run(ids(label), lists).list()) {
                N node = missing.get(row.get("key").asString());
                if (node != null) {
                    ids.put(node, row.get("id").asString());
                }
            }
        }
    }

    private <N extends NodeId> List<N> known(Collection<N> nodes) {
        return nodes.stream().filter(ids::containsKey).toList();
    }

    private List<String> ids(List<? extends NodeId> nodes) {
        return nodes.stream().map(node -> ids.getOrDefault(node, "")).toList();
    }

    AroundColumns around(
            Collection<ColumnRef> down, Collection<ColumnRef> up, Collection<DatasetId> named, Scope scope) {
        Asked asked = new Asked(down, up, List.copyOf(named));
        learn("Column", asked.columns(), keys::of);
        Map<String, Object> parameters = parameters(scope, asked.lists());
        EdgeRows rows = new EdgeRows(scope.at());
        List<Found> from = new ArrayList<>();
        List<Found> into = new ArrayList<>();
        List<Found> names = new ArrayList<>();
        Map<String, Integer> read = new HashMap<>();
        for (Record row : tx.run(COLUMNS, parameters).list()) {
            String way = row.get("way").asString();
            int i = row.get("i").asInt();
            read.merge(way, 1, Integer::sum);
            if (way.equals("name")) {
                name(rows, row, asked.named.get(i), scope, names);
            } else if (rows.holds(row, scope)) {
                ColumnRef near = asked.near(way, i, row);
                boolean downwards = row.get("outward").asBoolean();
                ids.put(EdgeRows.column(row), row.get("far").asString());
                (downwards ? from : into).add(downwards ? rows.from(row, near) : rows.derivedInto(row, near));
            }
        }
        return new AroundColumns(
                new Part(from, cut(read, scope, "out") || cut(read, scope, "any")),
                new Part(into, cut(read, scope, "in") || cut(read, scope, "whole")),
                names);
    }

    private static boolean cut(Map<String, Integer> read, Scope scope, String way) {
        return read.getOrDefault(way, 0) >= scope.most();
    }

    /** Columns by how they are found; those that stand for whole datasets, of which most are not there, by what they are. */
    private final class Asked {

        private final Collection<ColumnRef> downs;
        private final Collection<ColumnRef> ups;
        private final Set<DatasetId> wholes = new HashSet<>();
        private final List<ColumnRef> down = new ArrayList<>();
        private final List<DatasetId> any = new ArrayList<>();
        private final List<ColumnRef> up = new ArrayList<>();
        private final List<ColumnRef> whole = new ArrayList<>();
        private final List<DatasetId> named;

        Asked(Collection<ColumnRef> downs, Collection<ColumnRef> ups, List<DatasetId> named) {
            this.downs = downs;
            this.ups = ups;
            this.named = named;
            downs.stream().filter(ColumnRef::isWhole).forEach(column -> wholes.add(column.dataset()));
            any.addAll(wholes);
            ups.stream().filter(ColumnRef::isWhole).forEach(whole::add);
        }

        /** Those that are found by their ids. */
        List<ColumnRef> columns() {
            List<ColumnRef> columns = new ArrayList<>();
            downs.stream().filter(c -> !wholes.contains(c.dataset())).forEach(columns::add);
            ups.stream().filter(c -> !c.isWhole()).forEach(columns::add);
            return columns;
        }

        Map<String, List<String>> lists() {
            downs.stream()
                    .filter(c -> !wholes.contains(c.dataset()) && ids.containsKey(c))
                    .forEach(down::add);
            ups.stream().filter(c -> !c.isWhole() && ids.containsKey(c)).forEach(up::add);
            return Map.of(
                    "down", ids(down),
                    "any", any.stream().map(keys::of).toList(),
                    "up", ids(up),
                    "whole", whole.stream().map(keys::of).toList(),
                    "names", named.stream().map(keys::of).toList());
        }

        ColumnRef near(String way, int i, Record row) {
            return switch (way) {
                case "out" -> down.get(i);
                case "in" -> up.get(i);
                case "whole" -> whole.get(i);
                default -> new ColumnRef(any.get(i), row.get("near").asString());
            };
        }
    }

    /** The lists go in one map: of lists that are parameters the planner makes another plan for each order of their sizes. */
    private static Map<String, Object> parameters(Scope scope, Map<String, List<String>> lists) {
        boolean now = scope.at().equals(TimePoint.NOW);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("now", now(scope));
        parameters.put("standing", now(scope.ofNames()));
        parameters.put("lists", lists);
        parameters.put("brief", now);
        parameters.put("most", scope.most());
        return parameters;
    }

    /** What an edge that is wanted may be now; of other times the store knows no more than the edge itself. */
    static List<String> now(Scope scope) {
        if (!scope.at().equals(TimePoint.NOW)) {
            return List.of("effective", "attempted", "past");
        }
        return scope.least() == Effect.EFFECTIVE ? List.of("effective") : List.of("effective", "attempted");
    }
}
