package io.rowtrail.graph;

import io.rowtrail.graph.facts.NodeId;
import java.util.List;

/**
 * The shortest ways from one node to another, all of them together as one graph.
 *
 * @param nodes by distance from the start, then node id; empty when no way was found
 * @param edges between datasets and jobs, by from and to; empty between columns
 * @param columns between columns, in {@link ColumnEdge} order; empty between datasets and jobs
 * @param truncated whether a limit ended the search, so that there may be a way none was found of
 * @param hidden how many neighbours of what was searched the asker may not know of
 */
public record Paths(
        NodeId from,
        NodeId to,
        List<Lineage.Node> nodes,
        List<Lineage.Edge> edges,
        List<ColumnGraph.Edge> columns,
        boolean truncated,
        int hidden) {

    public Paths {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        columns = List.copyOf(columns);
    }
}
