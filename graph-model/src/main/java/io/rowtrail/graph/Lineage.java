package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.NodeId;
import java.util.List;

/**
 * Datasets and jobs reachable from a start, each once, and the edges between them.
 *
 * @param nodes by distance, then node id; the start first
 * @param edges by from and to
 * @param truncated whether a limit cut the answer
 * @param frontier where a cut answer could go on, sorted; empty otherwise
 * @param hidden how many neighbours of what was walked over the asker may not know of
 * @param ambiguous the physical names walked over that have rival logical names, see {@link DatasetName#ambiguous}, sorted
 */
public record Lineage(
        NodeId start,
        List<Node> nodes,
        List<Edge> edges,
        boolean truncated,
        List<NodeId> frontier,
        int hidden,
        List<DatasetId> ambiguous) {

    public Lineage {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        frontier = List.copyOf(frontier);
        ambiguous = List.copyOf(ambiguous);
    }

    /**
     * A node reached.
     *
     * @param distance least number of dataset-to-dataset steps from the start
     */
    public record Node(NodeId id, int distance) {}

    /** An edge, in the direction the data flows; of an alias from the physical to the logical name. */
    public record Edge(NodeId from, NodeId to, Kind kind, EdgeFacts facts) {}

    /** What an edge is. */
    public enum Kind {
        /** A dataset is read by a job. */
        READ,
        /** A job writes a dataset. */
        WRITE,
        /** A dataset goes into another, by no job that is known. */
        FLOW,
        /** A job passes data to another, see {@link JobLink.Kind#DATA}. */
        LINK,
        /** Two names of the same data. */
        ALIAS,
        /** The data went on under the other name. */
        RENAME
    }
}
