package io.rowtrail.graph;

import io.rowtrail.graph.facts.NodeId;
import java.util.List;

/**
 * Datasets and jobs reachable from a start, each once, and the edges between them.
 *
 * @param nodes by distance, then node id; the start first
 * @param edges dataset to job (read) and job to dataset (written), by from and to
 * @param truncated whether a limit cut the answer
 * @param frontier where a cut answer could go on, sorted; empty otherwise
 * @param hidden how many neighbours of what was walked over the asker may not know of
 */
public record Lineage(
        NodeId start, List<Node> nodes, List<Edge> edges, boolean truncated, List<NodeId> frontier, int hidden) {

    public Lineage {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        frontier = List.copyOf(frontier);
    }

    /**
     * A node reached.
     *
     * @param distance least number of dataset-to-dataset steps from the start
     */
    public record Node(NodeId id, int distance) {}

    /** An edge, in the direction the data flows. */
    public record Edge(NodeId from, NodeId to, EdgeFacts facts) {}
}
