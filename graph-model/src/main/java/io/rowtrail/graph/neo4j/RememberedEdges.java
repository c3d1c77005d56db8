package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource;
import io.rowtrail.graph.neo4j.EdgeMemory.Beside;
import io.rowtrail.graph.neo4j.EdgeMemory.Kept;
import io.rowtrail.graph.neo4j.EdgeMemory.Way;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Effective edges as of now, read from the store only where no walk has been since they changed; all else is the store's. */
final class RememberedEdges implements EdgeSource {

    private final StoredEdges stored;
    private final Kept kept;

    /** @param kept what is known of the structure that the transaction found, or one of its own */
    RememberedEdges(StoredEdges stored, Kept kept) {
        this.stored = stored;
        this.kept = kept;
    }

    @Override
    public Around around(Collection<DatasetId> down, Collection<DatasetId> up, Scope scope) {
        if (!scope.at().equals(TimePoint.NOW) || scope.least() != Effect.EFFECTIVE) {
            return stored.around(down, up, scope);
        }
        Map<DatasetId, Beside> downs = kept.known(down, Way.OUT);
        Map<DatasetId, Beside> ups = kept.known(up, Way.IN);
        List<DatasetId> newDown = without(down, downs);
        List<DatasetId> newUp = without(up, ups);
        if (!newDown.isEmpty() || !newUp.isEmpty()) {
            Around read = stored.around(newDown, newUp, scope);
            if (read.out().cut() || read.in().cut()) {
                return stored.around(down, up, scope);
            }
            Map<DatasetId, Beside> out = sides(newDown, read.out(), read, Way.OUT);
            Map<DatasetId, Beside> in = sides(newUp, read.in(), read, Way.IN);
            kept.keep(out, Way.OUT);
            kept.keep(in, Way.IN);
            kept.keepPlaces(stored.ids());
            downs.putAll(out);
            ups.putAll(in);
        }
        return together(downs.values(), ups.values(), scope.most());
    }

    private static List<DatasetId> without(Collection<DatasetId> datasets, Map<DatasetId, Beside> known) {
        return datasets.stream().filter(d -> !known.containsKey(d)).toList();
    }

    /** What is found of several is told apart by the near ends of the edges. */
    private static Map<DatasetId, Beside> sides(List<DatasetId> datasets, Part part, Around read, Way way) {
        Map<DatasetId, Beside> sides = new HashMap<>();
        datasets.forEach(d -> sides.put(d, new Beside(new ArrayList<>(), new ArrayList<>(), read.linked())));
        for (Found found : part.edges()) {
            Beside beside = sides.get(near(found.edge(), way));
            if (beside != null) {
                beside.edges().add(found);
            }
        }
        for (Found found : read.names()) {
            for (DatasetId end : found.edge().datasets()) {
                Beside beside = sides.get(end);
                if (beside != null) {
                    beside.names().add(found);
                }
            }
        }
        return sides;
    }

    private static DatasetId near(Edge edge, Way way) {
        if (edge instanceof Edge.Flow flow) {
            return way == Way.OUT ? flow.from() : flow.to();
        }
        return edge.datasets().get(0);
    }

    private static Around together(Collection<Beside> downs, Collection<Beside> ups, int most) {
        List<Found> out = new ArrayList<>();
        List<Found> in = new ArrayList<>();
        List<Found> names = new ArrayList<>();
        boolean linked = false;
        for (Beside beside : downs) {
            out.addAll(beside.edges());
            names.addAll(beside.names());
            linked |= beside.linked();
        }
        for (Beside beside : ups) {
            in.addAll(beside.edges());
            names.addAll(beside.names());
            linked |= beside.linked();
        }
        return new Around(part(out, most), part(in, most), names, linked);
    }

    private static Part part(List<Found> edges, int most) {
        return edges.size() < most ? new Part(edges, false) : new Part(edges.subList(0, most), true);
    }

    @Override
    public Map<Edge, EdgeFacts> facts(Collection<Edge> edges, TimePoint at) {
        if (!at.equals(TimePoint.NOW)) {
            return stored.facts(edges, at);
        }
        Map<Edge, EdgeFacts> facts = kept.facts(edges);
        Set<Edge> missing = new HashSet<>(edges);
        missing.removeAll(facts.keySet());
        if (!missing.isEmpty()) {
            Map<Edge, EdgeFacts> read = stored.facts(missing, at);
            kept.keep(read);
            facts.putAll(read);
        }
        return facts;
    }

    @Override
    public AroundColumns around(
            Collection<ColumnRef> down, Collection<ColumnRef> up, Collection<DatasetId> named, Scope scope) {
        return stored.around(down, up, named, scope);
    }

    @Override
    public boolean exists(NodeId node) {
        return stored.exists(node);
    }

    @Override
    public Part outOf(Collection<DatasetId> datasets, Scope scope) {
        return stored.outOf(datasets, scope);
    }

    @Override
    public Part ofJobs(Collection<JobId> jobs, Scope scope) {
        return stored.ofJobs(jobs, scope);
    }

    @Override
    public Part derivedFrom(Collection<ColumnRef> columns, Scope scope) {
        return stored.derivedFrom(columns, scope);
    }

    @Override
    public List<Found> names(Collection<DatasetId> datasets, Scope scope) {
        return stored.names(datasets, scope);
    }

    @Override
    public List<Found> links(Collection<JobId> jobs, Scope scope) {
        return stored.links(jobs, scope);
    }

    @Override
    public Map<Edge.Write, Set<ColumnEdge>> stated(Collection<Edge.Write> writes, TimePoint at) {
        return stored.stated(writes, at);
    }

    @Override
    public List<ColumnRef> columns(DatasetId dataset) {
        return stored.columns(dataset);
    }
}
