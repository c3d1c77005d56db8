package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.NameFold;
import io.rowtrail.graph.fold.Teller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.TransactionContext;

/**
 * Folds what a batch says of the names of datasets. While a name only ever has one claim and no end, a further claim is
 * united with what is stored; else the names are folded anew from every event that speaks of them, which {@code SPEAKS_OF}
 * leads to.
 */
final class NameWrites {

    private final TransactionContext tx;
    private final Keys keys;
    private final Tellers tellers;
    private final BatchWrites writes;
    private final Map<DatasetId, List<LoggedFacts>> told = new TreeMap<>();
    private final Map<DatasetId, Map<Edge, EdgeReach>> stored = new HashMap<>();

    NameWrites(TransactionContext tx, Keys keys, Tellers tellers, BatchWrites writes) {
        this.tx = tx;
        this.keys = keys;
        this.tellers = tellers;
        this.writes = writes;
    }

    void apply(List<LoggedFacts> facts) {
        for (LoggedFacts event : facts) {
            for (DatasetId dataset : NameFold.touched(event.facts())) {
                told.computeIfAbsent(dataset, d -> new ArrayList<>()).add(event);
                writes.speaks(Teller.of(event.facts()), dataset);
            }
        }
        if (told.isEmpty()) {
            return;
        }
        Set<DatasetId> from = new TreeSet<>(told.keySet());
        from.forEach(dataset -> stored.put(dataset, new HashMap<>()));
        StoredEdges edges = new StoredEdges(tx, keys);
        for (Edge edge : edges.nameReaches(told.keySet()).keySet()) {
            if (edge instanceof Edge.Name name && from.add(name.from())) {
                stored.put(name.from(), new HashMap<>());
            }
        }
        edges.nameReaches(from).forEach((edge, reach) -> {
            if (edge instanceof Edge.Name name && stored.containsKey(name.from())) {
                stored.getOrDefault(name.from(), new HashMap<>()).put(name, reach);
            }
        });
        Set<DatasetId> turned = turned(from);
        from.forEach(dataset -> names(dataset, turned));
    }

    /** The datasets whose names some event, of this batch or before, ended or made anew. */
    private Set<DatasetId> turned(Set<DatasetId> from) {
        Set<DatasetId> all = new TreeSet<>(from);
        told.forEach((dataset, events) -> all.addAll(NameFold.others(dataset, events)));
        stored.values().forEach(edges -> edges.keySet().forEach(edge -> all.addAll(edge.datasets())));
        Set<DatasetId> turned = new HashSet<>(new Entities(tx, keys).turned(all));
        told.forEach((dataset, events) -> {
            if (events.stream().anyMatch(event -> NameFold.turns(event.facts(), dataset)) && turned.add(dataset)) {
                writes.turned(dataset);
            }
        });
        return turned;
    }

    private void names(DatasetId dataset, Set<DatasetId> turned) {
        Map<Edge, EdgeReach> before = stored.getOrDefault(dataset, Map.of());
        Map<Edge, EdgeReach> now = plainly(dataset, before, turned);
        if (now == null) {
            now = NameFold.edges(dataset, everything(dataset));
        }
        for (Map.Entry<Edge, EdgeReach> one : now.entrySet()) {
            EdgeReach then = before.get(one.getKey());
            if (!one.getValue().equals(then)) {
                writes.edge(one.getKey(), one.getValue(), then);
            }
        }
        for (Edge gone : before.keySet()) {
            if (!now.containsKey(gone)) {
                writes.delete(gone);
            }
        }
    }

    /** Unites where nothing but one same claim was ever told; null where more is to be looked at. */
    private @Nullable Map<Edge, EdgeReach> plainly(
            DatasetId dataset, Map<Edge, EdgeReach> before, Set<DatasetId> turned) {
        Map<Edge, EdgeReach> more = NameFold.edges(dataset, told.getOrDefault(dataset, List.of()));
        Map<Edge, EdgeReach> both = new HashMap<>(before);
        more.forEach((edge, reach) -> both.merge(edge, reach, EdgeReach::union));
        boolean plain = both.size() <= 1
                && !turned.contains(dataset)
                && both.keySet().stream().noneMatch(e -> e.datasets().stream().anyMatch(turned::contains));
        return plain ? both : null;
    }

    private Collection<LoggedFacts> everything(DatasetId dataset) {
        List<LoggedFacts> events = new ArrayList<>(speaking(List.of(dataset)));
        events.addAll(told.getOrDefault(dataset, List.of()));
        Set<DatasetId> others = NameFold.others(dataset, events);
        if (!others.isEmpty()) {
            events.addAll(speaking(others));
            others.forEach(other -> events.addAll(told.getOrDefault(other, List.of())));
        }
        return events;
    }

    private List<LoggedFacts> speaking(Collection<DatasetId> datasets) {
        List<LoggedFacts> events = new ArrayList<>();
        tellers.speakingOf(datasets).values().forEach(events::addAll);
        return events;
    }
}
