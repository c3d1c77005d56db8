package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Walks columns. An influence on a dataset as a whole (a filter, a join) bears on each of its columns: upstream of a column
 * lies what bears on its dataset, and downstream of the whole lie all its columns.
 */
public final class ColumnWalk {

    private static final Comparator<ColumnGraph.Edge> ORDER = Comparator.comparing(ColumnGraph.Edge::edge)
            .thenComparing(e -> e.job() == null ? "" : e.job().nodeId());

    private final EdgeSource source;
    private final LineageQuery query;
    private final Walk<ColumnRef> walk;
    private final Map<Edge.Derive, EdgeReach> edges = new LinkedHashMap<>();

    private ColumnWalk(EdgeSource source, LineageQuery query, Clock clock) {
        this.source = source;
        this.query = query;
        this.walk = new Walk<>(query, clock, Comparator.<ColumnRef>naturalOrder());
    }

    /** Answers a column lineage query; empty when its start is not there. */
    public static Optional<ColumnGraph> answer(EdgeSource source, LineageQuery query, Clock clock) {
        if (!query.visibility().shows(query.start()) || !source.exists(query.start())) {
            return Optional.empty();
        }
        return Optional.of(new ColumnWalk(source, query, clock).answer());
    }

    private ColumnGraph answer() {
        List<ColumnRef> starts = new ArrayList<>();
        if (query.start() instanceof ColumnRef column) {
            starts.add(column);
        } else if (query.start() instanceof DatasetId dataset) {
            starts.addAll(source.columns(dataset));
            starts.add(ColumnRef.whole(dataset));
        } else {
            throw new IllegalArgumentException("column lineage starts from a column or a dataset");
        }
        starts.forEach(column -> walk.take(column, 0));
        if (query.direction().downstream()) {
            go(starts, true);
        }
        if (query.direction().upstream()) {
            go(starts, false);
        }
        List<ColumnGraph.Edge> answer = edges();
        return new ColumnGraph(
                query.start(),
                walk.nodes().stream()
                        .map(n -> new ColumnGraph.Node(n.getKey(), n.getValue()))
                        .toList(),
                answer,
                walk.truncated(),
                walk.frontier(),
                walk.hidden());
    }

    private void go(List<ColumnRef> starts, boolean down) {
        NavigableSet<ColumnRef> level = walk.newSet();
        starts.stream().filter(walk::has).forEach(level::add);
        Set<ColumnRef> expanded = new HashSet<>();
        for (int distance = 0; walk.goesOn(level, distance); distance++) {
            if (!down) {
                for (ColumnRef column : List.copyOf(level)) {
                    level.add(ColumnRef.whole(column.dataset()));
                }
                level.removeAll(expanded);
            }
            expanded.addAll(level);
            NavigableSet<ColumnRef> next = walk.newSet();
            for (EdgeSource.Found found : down ? source.derivedFrom(level) : source.derivedInto(level)) {
                if (found.edge() instanceof Edge.Derive derive && walk.follows(found.reach())) {
                    step(derive, found.reach(), distance, down).ifPresent(next::add);
                }
            }
            walk.cut(level);
            next.removeAll(expanded);
            level = next;
        }
    }

    private Optional<ColumnRef> step(Edge.Derive derive, EdgeReach reach, int distance, boolean down) {
        ColumnRef near = down ? derive.edge().from() : derive.edge().to();
        ColumnRef far = down ? derive.edge().to() : derive.edge().from();
        if (!walk.sees(derive.job(), far)) {
            return Optional.empty();
        }
        walk.take(near, distance);
        walk.take(far, distance + 1);
        edges.put(derive, reach);
        return walk.has(far) ? Optional.of(far) : Optional.empty();
    }

    private List<ColumnGraph.Edge> edges() {
        List<ColumnGraph.Edge> answer = new ArrayList<>();
        edges.forEach((derive, reach) -> {
            if (walk.has(derive.edge().from()) && walk.has(derive.edge().to())) {
                reach.facts(query.at())
                        .ifPresent(facts -> answer.add(new ColumnGraph.Edge(derive.edge(), derive.job(), facts)));
            }
        });
        answer.sort(ORDER);
        if (answer.size() > query.limits().edges()) {
            walk.cutEdges();
            return answer.subList(0, query.limits().edges());
        }
        return answer;
    }
}
