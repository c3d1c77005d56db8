package io.rowtrail.graph.fold;

import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Walks datasets and jobs. From dataset to dataset it follows flows, so that what one run of a job read is never joined to
 * what another run of it wrote; the jobs between are added with their reads and writes. Both ways are walked in step.
 */
public final class LineageWalk {

    private final NodeOrder order = new NodeOrder();
    private final EdgeSource source;
    private final LineageQuery query;
    private final Walk<NodeId> walk;
    private final Map<Edge, EdgeFacts> told = new HashMap<>();
    private final Set<Edge> wanted = new HashSet<>();

    private LineageWalk(EdgeSource source, LineageQuery query, Clock clock) {
        this.source = source;
        this.query = query;
        this.walk = new Walk<>(query, clock, order);
    }

    /** Answers a lineage query; empty when its start is not there. */
    public static Optional<Lineage> answer(EdgeSource source, LineageQuery query, Clock clock) {
        if (!query.visibility().shows(query.start()) || !source.exists(query.start())) {
            return Optional.empty();
        }
        return Optional.of(new LineageWalk(source, query, clock).answer());
    }

    private Lineage answer() {
        walk.find(query.start());
        walk.take(0);
        Cone down = new Cone(true, query.direction().downstream());
        Cone up = new Cone(false, query.direction().upstream());
        for (int distance = 0; walk.goesOn(level(down, up), distance); distance++) {
            down.step();
            up.step();
            Set<NodeId> from = level(down, up);
            walk.take(distance + 1);
            walk.cut(from);
            down.next();
            up.next();
        }
        List<Lineage.Edge> edges = walk.cutEdges(edges());
        return new Lineage(
                query.start(),
                walk.nodes(n -> new Lineage.Node(n.getKey(), n.getValue())),
                edges,
                walk.truncated(),
                walk.frontier(),
                walk.hidden());
    }

    private static Set<NodeId> level(Cone down, Cone up) {
        Set<NodeId> both = new HashSet<>(down.level);
        both.addAll(up.level);
        return both;
    }

    /** One way of the walk. */
    private final class Cone {

        private final boolean down;
        private final Set<NodeId> expanded = new HashSet<>();
        private final NavigableSet<NodeId> beyond = walk.newSet();
        private NavigableSet<NodeId> level = walk.newSet();

        Cone(boolean down, boolean wanted) {
            this.down = down;
            if (wanted) {
                level.add(query.start());
            }
        }

        void step() {
            expanded.addAll(level);
            List<DatasetId> datasets = new ArrayList<>();
            for (NodeId node : level) {
                if (node instanceof JobId job) {
                    walk.ask(List.of(job), source::ofJobs).forEach(this::ofJob);
                } else if (node instanceof DatasetId dataset) {
                    datasets.add(dataset);
                }
            }
            walk.ask(datasets, down ? source::outOf : source::into).forEach(this::ofDataset);
        }

        private void ofJob(EdgeSource.Found found) {
            Edge edge = found.edge();
            if (edge instanceof Edge.Write == down && walk.follows(found.effect())) {
                DatasetId dataset = edge.datasets().get(0);
                if (walk.sees(null, dataset)) {
                    told.put(edge, found.facts().get());
                    reach(dataset);
                }
            }
        }

        private void ofDataset(EdgeSource.Found found) {
            Edge edge = found.edge();
            JobId job = edge.job();
            if (!walk.follows(found.effect())) {
                return;
            }
            if (edge instanceof Edge.Flow flow) {
                DatasetId other = down ? flow.to() : flow.from();
                if (walk.sees(job, other)) {
                    if (job == null) {
                        told.put(flow, found.facts().get());
                    } else {
                        wanted.add(new Edge.Read(flow.from(), job));
                        wanted.add(new Edge.Write(job, flow.to()));
                        walk.find(job);
                    }
                    reach(other);
                }
            } else if (job != null && walk.sees(null, job)) {
                told.put(edge, found.facts().get());
                walk.find(job);
            }
        }

        private void reach(DatasetId dataset) {
            walk.find(dataset);
            beyond.add(dataset);
        }

        /** Goes on from what was reached, as far as it was taken. */
        void next() {
            NavigableSet<NodeId> next = walk.newSet();
            for (NodeId node : beyond) {
                if (walk.has(node) && !expanded.contains(node)) {
                    next.add(node);
                }
            }
            beyond.clear();
            level = next;
        }
    }

    private List<Lineage.Edge> edges() {
        Set<Edge> missing = new HashSet<>(wanted);
        missing.removeAll(told.keySet());
        missing.removeIf(edge -> !walk.has(from(edge)) || !walk.has(to(edge)));
        told.putAll(source.facts(missing, query.at()));
        List<Lineage.Edge> edges = new ArrayList<>();
        told.forEach((edge, facts) -> {
            if (walk.has(from(edge)) && walk.has(to(edge)) && walk.follows(facts.effect())) {
                edges.add(new Lineage.Edge(from(edge), to(edge), facts));
            }
        });
        edges.sort(Comparator.comparing(Lineage.Edge::from, order).thenComparing(Lineage.Edge::to, order));
        return edges;
    }

    static NodeId from(Edge edge) {
        if (edge instanceof Edge.Read read) {
            return read.dataset();
        }
        if (edge instanceof Edge.Write write) {
            return write.job();
        }
        return edge instanceof Edge.Flow flow
                ? flow.from()
                : ((Edge.Derive) edge).edge().from();
    }

    static NodeId to(Edge edge) {
        if (edge instanceof Edge.Read read) {
            return read.job();
        }
        if (edge instanceof Edge.Write write) {
            return write.dataset();
        }
        return edge instanceof Edge.Flow flow
                ? flow.to()
                : ((Edge.Derive) edge).edge().to();
    }
}
