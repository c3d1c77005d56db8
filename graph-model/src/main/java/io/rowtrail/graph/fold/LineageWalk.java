package io.rowtrail.graph.fold;

import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.JobLink;
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
import java.util.TreeSet;

/**
 * Walks datasets and jobs. From dataset to dataset it follows flows, so that what one run of a job read is never joined to
 * what another run of it wrote; the jobs between are added with their reads and writes. Both ways are walked in step.
 */
public final class LineageWalk {

    private final EdgeSource source;
    private final LineageQuery query;
    private final Walk<NodeId> walk;
    private final Map<Edge, EdgeFacts> told = new HashMap<>();
    private final Set<Edge> wanted = new HashSet<>();
    private final OtherNames names;

    private LineageWalk(EdgeSource source, LineageQuery query, Clock clock) {
        this.source = source;
        this.query = query;
        this.walk = new Walk<>(query, clock, NodeOrder.BY_ID);
        this.names = new OtherNames(query.visibility()::sees);
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
            step(down, up);
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
                walk.hidden(),
                names.ambiguous());
    }

    /** Both ways in one question; another only for the other names of what was asked for. */
    private void step(Cone down, Cone up) {
        boolean linked = false;
        Set<DatasetId> moreDown = down.begin();
        Set<DatasetId> moreUp = up.begin();
        while (!moreDown.isEmpty() || !moreUp.isEmpty()) {
            for (EdgeSource.Around around : walk.ask(moreDown, moreUp, source::around)) {
                names.hear(around.names());
                walk.edges(around.out()).forEach(down::ofDataset);
                walk.edges(around.in()).forEach(up::ofDataset);
                linked |= around.linked();
            }
            moreDown = down.more();
            moreUp = up.more();
        }
        down.end(linked);
        up.end(linked);
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
        private final NavigableSet<NodeId> near = walk.newSet();
        private final Set<JobId> jobs = new TreeSet<>();
        private final Set<DatasetId> datasets = new TreeSet<>();
        private NavigableSet<NodeId> level = walk.newSet();
        private boolean jobsAsked;

        Cone(boolean down, boolean wanted) {
            this.down = down;
            if (wanted) {
                level.add(query.start());
            }
        }

        /** Returns the datasets to ask for. */
        Set<DatasetId> begin() {
            expanded.addAll(level);
            datasets.clear();
            jobsAsked = false;
            for (NodeId node : level) {
                if (node instanceof JobId job) {
                    jobsAsked = true;
                    jobs.add(job);
                    walk.ask(List.of(job), source::ofJobs).forEach(this::ofJob);
                } else if (node instanceof DatasetId dataset) {
                    datasets.add(dataset);
                }
            }
            return new TreeSet<>(datasets);
        }

        /** Returns the names of them that were not asked for yet. */
        Set<DatasetId> more() {
            Set<DatasetId> more = names.of(datasets);
            more.removeAll(datasets);
            datasets.addAll(more);
            return more;
        }

        void end(boolean linked) {
            expanded.addAll(datasets);
            wanted.addAll(names.aliases(datasets));
            renamed();
            if (linked || jobsAsked) {
                linked();
            }
            jobs.clear();
            near.forEach(walk::find);
            near.clear();
        }

        /** Data goes on under a new name. */
        private void renamed() {
            names.renames().forEach((name, found) -> {
                if (datasets.contains(down ? name.from() : name.to())) {
                    told.put(name, found.facts().get());
                    near.add(down ? name.from() : name.to());
                    reach(down ? name.to() : name.from());
                }
            });
        }

        /** Data passes from job to job without a dataset between them. */
        private void linked() {
            EdgeSource.Scope scope = new EdgeSource.Scope(query.at(), query.effects(), Integer.MAX_VALUE);
            Set<JobId> seen = new TreeSet<>(jobs);
            Set<JobId> pending = new TreeSet<>(jobs);
            while (!pending.isEmpty()) {
                Set<JobId> further = new TreeSet<>();
                for (EdgeSource.Found found : source.links(pending, scope)) {
                    if (found.edge() instanceof Edge.Link link
                            && link.kind() == JobLink.Kind.DATA
                            && pending.contains(down ? link.from() : link.to())) {
                        JobId far = down ? link.to() : link.from();
                        if (walk.sees(link.job(), far)) {
                            told.put(link, found.facts().get());
                            walk.find(far);
                            if (seen.add(far)) {
                                further.add(far);
                            }
                        }
                    }
                }
                walk.ask(further, source::ofJobs).forEach(this::ofJob);
                pending = further;
            }
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
                        jobs.add(job);
                    }
                    near.add(down ? flow.from() : flow.to());
                    reach(other);
                }
            } else if (job != null && walk.sees(null, job)) {
                told.put(edge, found.facts().get());
                near.addAll(edge.datasets());
                walk.find(job);
                jobs.add(job);
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
                edges.add(new Lineage.Edge(from(edge), to(edge), kind(edge), facts));
            }
        });
        edges.sort(Comparator.comparing(Lineage.Edge::from, NodeOrder.BY_ID)
                .thenComparing(Lineage.Edge::to, NodeOrder.BY_ID));
        return edges;
    }

    static Lineage.Kind kind(Edge edge) {
        if (edge instanceof Edge.Read) {
            return Lineage.Kind.READ;
        }
        if (edge instanceof Edge.Write) {
            return Lineage.Kind.WRITE;
        }
        if (edge instanceof Edge.Link) {
            return Lineage.Kind.LINK;
        }
        if (edge instanceof Edge.Name name) {
            return name.kind() == Edge.Name.Kind.ALIAS ? Lineage.Kind.ALIAS : Lineage.Kind.RENAME;
        }
        return Lineage.Kind.FLOW;
    }

    static NodeId from(Edge edge) {
        if (edge instanceof Edge.Read read) {
            return read.dataset();
        }
        if (edge instanceof Edge.Write write) {
            return write.job();
        }
        if (edge instanceof Edge.Link link) {
            return link.from();
        }
        if (edge instanceof Edge.Name name) {
            return name.from();
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
        if (edge instanceof Edge.Link link) {
            return link.to();
        }
        if (edge instanceof Edge.Name name) {
            return name.to();
        }
        return edge instanceof Edge.Flow flow
                ? flow.to()
                : ((Edge.Derive) edge).edge().to();
    }
}
