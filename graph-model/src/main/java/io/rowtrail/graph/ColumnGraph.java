package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns reachable from a start, each once, and the edges between them.
 *
 * @param nodes by distance, then column
 * @param edges in {@link ColumnEdge} order, then by teller
 * @param truncated whether a limit cut the answer
 * @param frontier where a cut answer could go on, sorted; empty otherwise
 * @param hidden how many neighbouring columns and telling jobs the asker may not know of
 * @param ambiguous the physical names walked over that have rival logical names, see {@link DatasetName#ambiguous}, sorted
 */
public record ColumnGraph(
        NodeId start,
        List<Node> nodes,
        List<Edge> edges,
        boolean truncated,
        List<ColumnRef> frontier,
        int hidden,
        List<DatasetId> ambiguous) {

    public ColumnGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        frontier = List.copyOf(frontier);
        ambiguous = List.copyOf(ambiguous);
    }

    /**
     * A column reached; {@link ColumnRef#isWhole} stands for an influence on its whole dataset.
     *
     * @param distance least number of column-to-column steps from the start
     */
    public record Node(ColumnRef column, int distance) {}

    /**
     * An edge, in the direction the data flows.
     *
     * @param job node id of the job whose runs or statements tell of it; null when a dataset event does, or when it joins two
     *     names of the same column
     * @param current whether the latest run of the job with effect that told where the columns of the target come from tells
     *     of this; also when no run of it ever did. False for what only former runs (a former version of the job) told
     */
    public record Edge(ColumnEdge edge, @Nullable NodeId job, EdgeFacts facts, boolean current) {}
}
