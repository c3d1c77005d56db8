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
        private final Map<NodeId, Ends> ends = new HashMap<>();

        /** What is at a node. */
        private record Ends(
                String id, List<Shapes.Edge> in, List<Shapes.Edge> out, List<NodeId> sources, List<NodeId> targets) {
            static Ends of(NodeId node) {
                return new Ends(
                        node.nodeId(), new ArrayList<>(4), new ArrayList<>(4), new ArrayList<>(4), new ArrayList<>(4));
            }
        }

        void add(NodeId from, NodeId to, String kind, EdgeFacts facts) {
            Ends source = at(from);
            Ends target = at(to);
            Shapes.Edge shape = Shapes.Edge.of(source.id(), target.id(), kind, facts);
            source.out().add(shape);
            source.targets().add(to);
            target.in().add(shape);
            target.sources().add(from);
        }

        private Ends at(NodeId node) {
            return ends.computeIfAbsent(node, Ends::of);
        }

        /** Where the edges into a node come from. */
        List<NodeId> sources(NodeId id) {
            return at(id).sources();
        }

        /** Where the edges out of a node go. */
        List<NodeId> targets(NodeId id) {
            return at(id).targets();
        }

        Node node(NodeId id, String type, @Nullable Object data, int distance) {
            Ends at = at(id);
            return new Node(at.id(), type, data, distance, at.in(), at.out());
        }
    }
}
