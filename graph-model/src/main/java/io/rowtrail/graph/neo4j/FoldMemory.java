package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Position;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.EntityState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a projector remembers of what it wrote, so that a run whose structure was seen before reads nothing but itself. It
 * holds only while this projector alone writes: whoever finds the position elsewhere than it was left, another epoch or a
 * dropped graph forgets everything, and so does a batch that failed, since nobody knows how much of it is stored.
 */
final class FoldMemory {

    private static final int EDGES = 50_000;
    private static final int ENTITIES = 20_000;

    private final Map<Edge, EdgeReach> edges = new Recent<>(EDGES);
    private final Map<EdgeReach, EdgeReach> reaches = new Recent<>(EDGES / 10);
    private final Map<DatasetId, EntityState> datasets = new Recent<>(ENTITIES);
    private final Map<JobId, EntityState> jobs = new Recent<>(ENTITIES);
    private final KnownShapes shapes = new KnownShapes();
    private final Map<String, Position> left = new HashMap<>();
    private long generation = -1;

    /** Tells where a batch begins; what was remembered is kept only when nobody else wrote since. */
    void begin(Positions.Locked found) {
        Position position = found.position();
        boolean mine = generation == found.generation() && position.equals(left.get(position.log()));
        if (!mine) {
            forget();
        }
        generation = found.generation();
    }

    /** Tells that a batch was committed. */
    void committed(Position position) {
        left.put(position.log(), position);
    }

    void forget() {
        edges.clear();
        reaches.clear();
        datasets.clear();
        jobs.clear();
        shapes.forget();
        left.clear();
        generation = -1;
    }

    Map<DatasetId, EntityState> datasets(
            Collection<DatasetId> wanted, Function<List<DatasetId>, Map<DatasetId, EntityState>> read) {
        return known(datasets, wanted, read);
    }

    void dataset(DatasetId id, EntityState state) {
        datasets.put(id, state);
    }

    Map<JobId, EntityState> jobs(Collection<JobId> wanted, Function<List<JobId>, Map<JobId, EntityState>> read) {
        return known(jobs, wanted, read);
    }

    void job(JobId id, EntityState state) {
        jobs.put(id, state);
    }

    /** What is stored of an edge; null when that is not known. */
    @Nullable
    EdgeReach edge(Edge edge) {
        return edges.get(edge);
    }

    /** @param reach null when the edge is gone */
    void edge(Edge edge, @Nullable EdgeReach reach) {
        if (reach == null) {
            edges.remove(edge);
        } else {
            // the edges of a run have few reaches between them
            EdgeReach same = reaches.putIfAbsent(reach, reach);
            EdgeReach shared = same == null ? reach : same;
            edges.put(edge, shared);
        }
    }

    KnownShapes shapes() {
        return shapes;
    }

    private static <K, V> Map<K, V> known(
            Map<K, V> remembered, Collection<K> wanted, Function<List<K>, Map<K, V>> read) {
        Map<K, V> found = new HashMap<>();
        List<K> missing = new ArrayList<>();
        for (K key : wanted) {
            V value = remembered.get(key);
            if (value == null) {
                missing.add(key);
            } else {
                found.put(key, value);
            }
        }
        if (!missing.isEmpty()) {
            Map<K, V> stored = read.apply(missing);
            remembered.putAll(stored);
            found.putAll(stored);
        }
        return found;
    }

    /** Keeps what was used last. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
