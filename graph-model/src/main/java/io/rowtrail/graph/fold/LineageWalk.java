package io.rowtrail.graph.fold;

import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Walks datasets and jobs. From dataset to dataset it follows flows, so that what one run of a job read is never joined to
 * what another run of it wrote; the jobs between are added with their reads and writes.
 */
public final class LineageWalk {

    private static final Comparator<NodeId> ORDER = Comparator.comparing(NodeId::nodeId);

    private final EdgeSource source;
    private final LineageQuery query;
    private final Walk<NodeId> walk;
    private final Set<Edge> wanted = new HashSet<>();

    private LineageWalk(EdgeSource source, LineageQuery query, Clock clock) {
        this.source = source;
        this.query = query;
        this.walk = new Walk<>(query, clock, ORDER);
    }

    /** Answers a lineage query; empty when its start is not there. */
    public static Optional<Lineage> answer(EdgeSource source, LineageQuery query, Clock clock) {
        if (!query.visibility().shows(query.start()) || !source.exists(query.start())) {
            return Optional.empty();
        }
        return Optional.of(new LineageWalk(source, query, clock).answer());
    }

    private Lineage answer() {
        walk.take(query.start(), 0);
        if (query.direction().downstream()) {
            go(Side.DOWN);
        }
        if (query.direction().upstream()) {
            go(Side.UP);
        }
        return new Lineage(
                query.start(),
                walk.nodes().stream()
                        .map(n -> new Lineage.Node(n.getKey(), n.getValue()))
                        .toList(),
                edges(),
                walk.truncated(),
                walk.frontier(),
                walk.hidden());
    }

    private enum Side {
        UP,
        DOWN
    }

    private void go(Side side) {
        NavigableSet<NodeId> level = walk.newSet();
        int distance = 0;
        Set<NodeId> expanded = new HashSet<>();
        if (query.start() instanceof JobId job) {
            if (query.depth() == 0) {
                return;
            }
            for (EdgeSource.Found found : source.ofJobs(List.of(job))) {
                DatasetId next = side == Side.DOWN
                        ? (found.edge() instanceof Edge.Write write ? write.dataset() : null)
                        : (found.edge() instanceof Edge.Read read ? read.dataset() : null);
                if (next != null && walk.follows(found.reach()) && walk.sees(null, next)) {
                    wanted.add(found.edge());
                    walk.take(next, 1);
                    if (walk.has(next)) {
                        level.add(next);
                    }
                }
            }
            distance = 1;
        } else {
            level.add(query.start());
        }
        while (walk.goesOn(level, distance)) {
            expanded.addAll(level);
            distance++;
            NavigableSet<NodeId> next = step(side, level, distance);
            walk.cut(level);
            next.removeAll(expanded);
            level = next;
        }
    }

    private NavigableSet<NodeId> step(Side side, NavigableSet<NodeId> level, int distance) {
        List<DatasetId> datasets = new ArrayList<>();
        for (NodeId node : level) {
            if (node instanceof DatasetId dataset) {
                datasets.add(dataset);
            }
        }
        NavigableSet<NodeId> next = walk.newSet();
        for (EdgeSource.Found found : side == Side.DOWN ? source.outOf(datasets) : source.into(datasets)) {
            if (!walk.follows(found.reach())) {
                continue;
            }
            Edge edge = found.edge();
            if (edge instanceof Edge.Flow flow) {
                DatasetId other = side == Side.DOWN ? flow.to() : flow.from();
                JobId job = flow.job();
                if (!walk.sees(job, other)) {
                    continue;
                }
                if (job == null) {
                    wanted.add(flow);
                } else {
                    wanted.add(new Edge.Read(flow.from(), job));
                    wanted.add(new Edge.Write(job, flow.to()));
                    walk.take(job, distance);
                }
                walk.take(other, distance);
                if (walk.has(other)) {
                    next.add(other);
                }
            } else {
                JobId job = edge.job();
                if (job != null && walk.sees(null, job)) {
                    wanted.add(edge);
                    walk.take(job, distance);
                }
            }
        }
        return next;
    }

    private List<Lineage.Edge> edges() {
        List<Lineage.Edge> edges = new ArrayList<>();
        for (Map.Entry<Edge, EdgeReach> entry : source.reaches(wanted).entrySet()) {
            NodeId from;
            NodeId to;
            if (entry.getKey() instanceof Edge.Read read) {
                from = read.dataset();
                to = read.job();
            } else if (entry.getKey() instanceof Edge.Write write) {
                from = write.job();
                to = write.dataset();
            } else if (entry.getKey() instanceof Edge.Flow flow) {
                from = flow.from();
                to = flow.to();
            } else {
                continue;
            }
            if (walk.has(from) && walk.has(to)) {
                entry.getValue().facts(query.at()).ifPresent(facts -> edges.add(new Lineage.Edge(from, to, facts)));
            }
        }
        edges.sort(Comparator.comparing((Lineage.Edge e) -> e.from().nodeId()).thenComparing(e -> e.to().nodeId()));
        if (edges.size() > query.limits().edges()) {
            walk.cutEdges();
            return edges.subList(0, query.limits().edges());
        }
        return edges;
    }
}
