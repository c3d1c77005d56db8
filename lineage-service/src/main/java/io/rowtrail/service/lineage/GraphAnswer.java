package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.facts.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph of datasets and jobs, or of columns, in Marquez's shape.
 *
 * @param frontier where an answer that was cut could go on
 * @param hidden how many neighbours are left out, since the caller may not know of them
 * @param next the cursor to go on with; absent when the answer is whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GraphAnswer(
        List<Node> graph,
        List<String> caveats,
        List<String> frontier,
        int hidden,
        @Nullable String next) {
    /** A node with the edges at it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            String id,
            String type,
            @Nullable Object data,
            int distance,
            List<Shapes.Edge> inEdges,
            List<Shapes.Edge> outEdges) {}

    /** Edges by the nodes at their ends. */
    static final class Edges {
        private final Map<NodeId, List<Shapes.Edge>> in = new HashMap<>();
        private final Map<NodeId, List<Shapes.Edge>> out = new HashMap<>();
        private final Map<NodeId, List<NodeId>> sources = new HashMap<>();
        private final Map<NodeId, List<NodeId>> targets = new HashMap<>();

        void add(NodeId from, NodeId to, String kind, EdgeFacts facts) {
            Shapes.Edge shape = Shapes.Edge.of(from.nodeId(), to.nodeId(), kind, facts);
            in.computeIfAbsent(to, key -> new ArrayList<>()).add(shape);
            out.computeIfAbsent(from, key -> new ArrayList<>()).add(shape);
            sources.computeIfAbsent(to, key -> new ArrayList<>()).add(from);
            targets.computeIfAbsent(from, key -> new ArrayList<>()).add(to);
        }

        /** Where the edges into a node come from. */
        List<NodeId> sources(NodeId id) {
            return sources.getOrDefault(id, List.of());
        }

        /** Where the edges out of a node go. */
        List<NodeId> targets(NodeId id) {
            return targets.getOrDefault(id, List.of());
        }

        Node node(NodeId id, String type, @Nullable Object data, int distance) {
            return new Node(
                    id.nodeId(), type, data, distance, in.getOrDefault(id, List.of()), out.getOrDefault(id, List.of()));
        }
    }
}
