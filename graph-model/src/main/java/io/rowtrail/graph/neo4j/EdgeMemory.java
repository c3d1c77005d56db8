package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource.Found;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The edges between datasets, jobs and names that walks read before, as they are now, for as long as they are stored so
 * ({@link Positions#structure}): runs that repeat what was seen before change none, so that this holds for most of a day. Of
 * a bounded size: when it is full it begins anew.
 */
final class EdgeMemory {

    /** The edges that are kept; batches that change others need not be told of. */
    static final Set<String> TYPES = Set.of("READ_BY", "WRITES", "FLOWS_TO", "LEADS_TO", "NAMED");

    /** What an edge takes, at most and with what it names, in bytes; they may fill a sixteenth of the heap. */
    private static final int AN_EDGE = 300;

    private static final int SHARE = 16;

    private final int most;
    /** Given up by the virtual machine before it runs out of memory, since each tenant has one. */
    private SoftReference<Kept> kept = new SoftReference<>(new Kept("", 0));

    EdgeMemory() {
        this((int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / SHARE / AN_EDGE));
    }

    /** @param most how many edges are kept */
    EdgeMemory(int most) {
        this.most = most;
    }

    /**
     * Returns what is kept of a structure. What was read when another was stored is forgotten; who still reads it goes on
     * with that, and adds to nothing that anybody else would find.
     */
    synchronized Kept of(String structure) {
        Kept known = kept.get();
        if (known == null || !known.structure.equals(structure)) {
            known = new Kept(structure, most);
            kept = new SoftReference<>(known);
        }
        return known;
    }

    /**
     * What lies on one side of a dataset.
     *
     * @param names of the dataset, whichever way they lead
     * @param linked as {@link io.rowtrail.graph.fold.EdgeSource.Around#linked}
     */
    record Beside(List<Found> edges, List<Found> names, boolean linked) {}

    /** What was read of one structure. For any number of threads. */
    static final class Kept {

        private final String structure;
        private final int most;
        private final Map<DatasetId, Beside> out = new HashMap<>();
        private final Map<DatasetId, Beside> in = new HashMap<>();
        private final Map<Edge, EdgeFacts> facts = new HashMap<>();
        /** What is equal, once. */
        private final Map<Object, Object> shared = new HashMap<>();
        /** Where nodes are in the store, which takes none away while its structure is the same. */
        private final Map<NodeId, String> ids = new HashMap<>();

        private int held;

        Kept(String structure, int most) {
            this.structure = structure;
            this.most = most;
        }

        /** Returns what is known beyond some datasets, down or up. */
        synchronized Map<DatasetId, Beside> known(Collection<DatasetId> datasets, Way way) {
            Map<DatasetId, Beside> sides = way == Way.OUT ? out : in;
            Map<DatasetId, Beside> known = new HashMap<>();
            for (DatasetId dataset : datasets) {
                Beside beside = sides.get(dataset);
                if (beside != null) {
                    known.put(dataset, beside);
                }
            }
            return known;
        }

        synchronized void keep(Map<DatasetId, Beside> read, Way way) {
            read.forEach((dataset, beside) -> {
                room(1 + beside.edges().size() + beside.names().size());
                (way == Way.OUT ? out : in)
                        .put(one(dataset), new Beside(shared(beside.edges()), shared(beside.names()), beside.linked()));
            });
        }

        /** Returns what is known of some edges. */
        synchronized Map<Edge, EdgeFacts> facts(Collection<Edge> edges) {
            Map<Edge, EdgeFacts> known = new HashMap<>();
            for (Edge edge : edges) {
                EdgeFacts fact = facts.get(edge);
                if (fact != null) {
                    known.put(edge, fact);
                }
            }
            return known;
        }

        /** Returns where those of some nodes are of which that is known. */
        synchronized Map<NodeId, String> places(Collection<? extends NodeId> nodes) {
            Map<NodeId, String> known = new HashMap<>();
            for (NodeId node : nodes) {
                String id = ids.get(node);
                if (id != null) {
                    known.put(node, id);
                }
            }
            return known;
        }

        synchronized void keepPlaces(Map<NodeId, String> read) {
            read.forEach((node, id) -> {
                if (shared.containsKey(node)) {
                    ids.putIfAbsent(one(node), id);
                }
            });
        }

        synchronized void keep(Map<Edge, EdgeFacts> read) {
            room(read.size());
            read.forEach((edge, fact) -> facts.put(share(edge), one(fact)));
        }

        private void room(int more) {
            held += more;
            if (held > most) {
                out.clear();
                in.clear();
                facts.clear();
                ids.clear();
                shared.clear();
                held = more;
            }
        }

        private List<Found> shared(List<Found> edges) {
            List<Found> kept = new ArrayList<>(edges.size());
            for (Found found : edges) {
                Edge edge = share(found.edge());
                if (edge instanceof Edge.Flow && edge.job() != null) {
                    kept.add(new Found(edge, found.effect(), Kept::unknown, found.standing()));
                } else {
                    EdgeFacts fact = one(found.facts().get());
                    kept.add(new Found(edge, found.effect(), () -> fact, found.standing()));
                }
            }
            return List.copyOf(kept);
        }

        private static EdgeFacts unknown() {
            throw new IllegalStateException("of a flow that a job tells of nothing more is known");
        }

        private Edge share(Edge edge) {
            if (edge instanceof Edge.Read read) {
                return one(new Edge.Read(one(read.dataset()), one(read.job())));
            }
            if (edge instanceof Edge.Write write) {
                return one(new Edge.Write(one(write.job()), one(write.dataset())));
            }
            if (edge instanceof Edge.Flow flow) {
                JobId job = flow.job();
                return one(new Edge.Flow(one(flow.from()), one(flow.to()), job == null ? null : one(job)));
            }
            return one(edge);
        }

        @SuppressWarnings("unchecked")
        private <T> T one(T value) {
            Object known = shared.putIfAbsent(value, value);
            return known == null ? value : (T) known;
        }
    }

    /** Which way a walk goes. */
    enum Way {
        OUT,
        IN
    }
}
