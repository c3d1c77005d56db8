package io.rowtrail.service.lineage;

import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The part of a walk that earlier answers did not have.
 *
 * @param nodes those nodes
 * @param before nodes that earlier answers had
 */
record Cut<N>(List<N> nodes, Set<NodeId> before) {
    static <N> Cut<N> of(List<N> walked, int skip, Function<N, NodeId> id) {
        Set<NodeId> before = new HashSet<>();
        walked.stream().limit(skip).map(id).forEach(before::add);
        return new Cut<>(walked.subList(Math.min(skip, walked.size()), walked.size()), before);
    }

    /** Says whether an edge belongs to this part: not when both its ends were answered before. */
    boolean has(NodeId from, NodeId to) {
        return !before.contains(from) || !before.contains(to);
    }

    static List<String> caveats(Lineage lineage) {
        return caveats(lineage.truncated(), lineage.hidden(), lineage.ambiguous());
    }

    static List<String> caveats(ColumnGraph columns) {
        return caveats(columns.truncated(), columns.hidden(), columns.ambiguous());
    }

    private static List<String> caveats(boolean truncated, int hidden, List<DatasetId> ambiguous) {
        List<String> caveats = caveats(truncated, hidden);
        if (!ambiguous.isEmpty()) {
            caveats.add(Shapes.AMBIGUOUS);
        }
        return caveats;
    }

    static List<String> caveats(boolean truncated, int hidden) {
        List<String> caveats = new ArrayList<>();
        if (truncated) {
            caveats.add("truncated");
        }
        if (hidden > 0) {
            caveats.add("hidden");
        }
        return caveats;
    }
}
