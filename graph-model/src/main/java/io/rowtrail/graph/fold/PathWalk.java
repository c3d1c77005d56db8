package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.Paths;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Searches downstream, level by level, until the level that holds the other node; then goes back along the steps that led
 * there. What an influence on a whole dataset reaches, it reaches through each of its columns.
 */
public final class PathWalk {

    private final EdgeSource source;
    private final LineageQuery query;
    private final NodeId goal;
    private final Walk<NodeId> walk;
    private final Map<NodeId, List<Step>> into = new HashMap<>();
    private final Map<Edge, EdgeFacts> told = new HashMap<>();
    private final CurrentColumns current;

    /** One step of a level: from a node, by an edge (none into the columns of a whole dataset), through a job perhaps. */
    private record Step(NodeId from, NodeId to, @Nullable Edge edge) {}

    private PathWalk(EdgeSource source, LineageQuery query, NodeId goal, Clock clock) {
        this.source = source;
        this.query = query;
        this.goal = goal;
        this.walk = new Walk<>(query, clock, NodeOrder.BY_ID);
        this.current = new CurrentColumns(source, query.at());
    }

    /** Answers; empty when either end is not there. */
    public static Optional<Paths> answer(EdgeSource source, LineageQuery query, NodeId goal, Clock clock) {
        if (query.start() instanceof ColumnRef != goal instanceof ColumnRef) {
            throw new IllegalArgumentException("a way leads from column to column, or between datasets and jobs");
        }
        for (NodeId end : List.of(query.start(), goal)) {
            if (!query.visibility().shows(end) || !source.exists(end)) {
                return Optional.empty();
            }
        }
        return Optional.of(new PathWalk(source, query, goal, clock).answer());
    }

    private Paths answer() {
        walk.find(query.start());
        walk.take(0);
        NavigableSet<NodeId> level = walk.newSet();
        level.add(query.start());
        for (int distance = 0; !walk.has(goal) && walk.goesOn(level, distance); distance++) {
            NavigableSet<NodeId> next = walk.newSet();
            for (Step step : steps(level)) {
                if (!walk.has(step.to())) {
                    walk.find(step.to());
                    next.add(step.to());
                    into.computeIfAbsent(step.to(), n -> new ArrayList<>()).add(step);
                }
            }
            walk.take(distance + 1);
            next.removeIf(node -> !walk.has(node) || node instanceof JobId);
            level = next;
        }
        return walk.has(goal)
                ? back()
                : new Paths(query.start(), goal, List.of(), List.of(), List.of(), walk.truncated(), walk.hidden());
    }

    private List<Step> steps(NavigableSet<NodeId> level) {
        List<Step> steps = new ArrayList<>();
        List<DatasetId> datasets = new ArrayList<>();
        List<ColumnRef> columns = new ArrayList<>();
        for (NodeId node : level) {
            if (node instanceof JobId job) {
                walk.ask(List.of(job), source::ofJobs).forEach(found -> written(found, steps));
            } else if (node instanceof DatasetId dataset) {
                datasets.add(dataset);
            } else if (node instanceof ColumnRef column) {
                columns.add(column);
            }
        }
        walk.ask(datasets, source::outOf).forEach(found -> dataset(found, steps));
        List<EdgeSource.Found> derived = walk.ask(columns, source::derivedFrom);
        current.learn(derived);
        derived.forEach(found -> column(found, level, steps));
        return steps;
    }

    private void written(EdgeSource.Found found, List<Step> steps) {
        if (found.edge() instanceof Edge.Write write
                && walk.follows(found.effect())
                && walk.sees(null, write.dataset())) {
            told.put(write, found.facts().get());
            steps.add(new Step(write.job(), write.dataset(), write));
        }
    }

    private void dataset(EdgeSource.Found found, List<Step> steps) {
        if (!walk.follows(found.effect())) {
            return;
        }
        if (found.edge() instanceof Edge.Flow flow && walk.sees(flow.job(), flow.to())) {
            if (flow.job() == null) {
                told.put(flow, found.facts().get());
            }
            steps.add(new Step(flow.from(), flow.to(), flow));
        } else if (found.edge() instanceof Edge.Read read && read.job().equals(goal)) {
            told.put(read, found.facts().get());
            steps.add(new Step(read.dataset(), read.job(), read));
        }
    }

    private void column(EdgeSource.Found found, NavigableSet<NodeId> level, List<Step> steps) {
        if (found.edge() instanceof Edge.Derive derive
                && walk.follows(found.effect())
                && current.wants(found, query.mappings())
                && walk.sees(derive.job(), derive.edge().to())) {
            told.put(derive, found.facts().get());
            ColumnRef near = derive.edge().from();
            ColumnRef far = derive.edge().to();
            steps.add(new Step(level.contains(near) ? near : ColumnRef.whole(near.dataset()), far, derive));
            if (far.isWhole() && far.dataset().equals(((ColumnRef) goal).dataset()) && !far.equals(goal)) {
                steps.add(new Step(far, goal, null));
                walk.find(far);
                into.computeIfAbsent(far, n -> new ArrayList<>()).add(steps.get(steps.size() - 2));
            }
        }
    }

    /** Goes back from the goal along every step that led there. */
    private Paths back() {
        TreeMap<NodeId, Integer> nodes = new TreeMap<>(NodeOrder.BY_ID);
        Set<Edge> edges = new HashSet<>();
        Deque<NodeId> open = new ArrayDeque<>(List.of(goal));
        Set<NodeId> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            NodeId node = open.remove();
            nodes.put(node, walk.distance(node));
            for (Step step : into.getOrDefault(node, List.of())) {
                add(step, nodes, edges);
                if (seen.add(step.from())) {
                    open.add(step.from());
                }
            }
        }
        Set<Edge> missing = new HashSet<>(edges);
        missing.removeAll(told.keySet());
        told.putAll(source.facts(missing, query.at()));
        List<Lineage.Edge> flat = new ArrayList<>();
        List<ColumnGraph.Edge> columns = new ArrayList<>();
        for (Edge edge : edges) {
            EdgeFacts facts = told.get(edge);
            if (facts != null && edge instanceof Edge.Derive derive) {
                columns.add(new ColumnGraph.Edge(derive.edge(), derive.job(), facts, current.has(derive)));
            } else if (facts != null) {
                flat.add(new Lineage.Edge(LineageWalk.from(edge), LineageWalk.to(edge), LineageWalk.kind(edge), facts));
            }
        }
        flat.sort(Comparator.comparing(Lineage.Edge::from, NodeOrder.BY_ID)
                .thenComparing(Lineage.Edge::to, NodeOrder.BY_ID));
        columns.sort(ColumnWalk.ORDER);
        List<Lineage.Node> sorted = nodes.entrySet().stream()
                .map(n -> new Lineage.Node(n.getKey(), n.getValue()))
                .sorted(Comparator.comparingInt(Lineage.Node::distance))
                .toList();
        return new Paths(
                query.start(),
                goal,
                sorted,
                walk.cutEdges(flat),
                walk.cutEdges(columns),
                walk.truncated(),
                walk.hidden());
    }

    private void add(Step step, Map<NodeId, Integer> nodes, Set<Edge> edges) {
        Edge edge = step.edge();
        if (edge instanceof Edge.Flow flow && flow.job() != null) {
            edges.add(new Edge.Read(flow.from(), flow.job()));
            edges.add(new Edge.Write(flow.job(), flow.to()));
            nodes.merge(flow.job(), walk.distance(flow.to()), Math::min);
        } else if (edge != null) {
            edges.add(edge);
        }
    }
}
