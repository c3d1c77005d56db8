package io.rowtrail.service.trace;

import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Limits;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Where the data of some datasets went, by the graph. */
@ApplicationScoped
class Downstream {
    private static final Limits LIMITS = new Limits(2_000, 20_000, Duration.ofSeconds(5));
    private static final int DEPTH = 50;

    private final LineageReader graph;

    @Inject
    Downstream(LineageReader graph) {
        this.graph = graph;
    }

    /**
     * What was reached.
     *
     * @param datasets by distance, then name; the starts are not among them
     * @param jobs by distance, then name
     * @param truncated whether there may be more
     * @param unknown starts the graph does not have
     * @param hidden how many neighbours on the way the caller may not know of; one met from two starts counts twice
     */
    record Reached(
            List<DatasetId> datasets, List<JobId> jobs, boolean truncated, List<DatasetId> unknown, int hidden) {}

    Reached of(Collection<DatasetId> starts) {
        TreeMap<String, Integer> distances = new TreeMap<>();
        TreeMap<String, NodeId> nodes = new TreeMap<>();
        List<DatasetId> unknown = new java.util.ArrayList<>();
        boolean truncated = false;
        int hidden = 0;
        for (DatasetId start : starts) {
            Optional<Lineage> lineage = graph.lineage(
                    LineageQuery.of(start, DEPTH, Direction.DOWNSTREAM).within(LIMITS));
            if (lineage.isEmpty()) {
                unknown.add(start);
                continue;
            }
            truncated |= lineage.get().truncated();
            hidden += lineage.get().hidden();
            for (Lineage.Node node : lineage.get().nodes()) {
                String id = node.id().nodeId();
                nodes.put(id, node.id());
                distances.merge(id, node.distance(), Math::min);
            }
        }
        starts.forEach(start -> nodes.remove(start.nodeId()));
        List<NodeId> ordered = nodes.values().stream()
                .sorted(Comparator.<NodeId>comparingInt(node -> distances.getOrDefault(node.nodeId(), 0))
                        .thenComparing(NodeId::nodeId))
                .toList();
        return new Reached(only(ordered, DatasetId.class), only(ordered, JobId.class), truncated, unknown, hidden);
    }

    private static <T> List<T> only(List<NodeId> nodes, Class<T> type) {
        return nodes.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
