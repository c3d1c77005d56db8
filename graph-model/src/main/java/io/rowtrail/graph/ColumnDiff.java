package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How two runs' column lineage into one dataset differs.
 *
 * @param onlyLeft edges of the left run alone, sorted
 * @param onlyRight edges of the right run alone, sorted
 * @param both how many edges they share
 */
public record ColumnDiff(
        DatasetId dataset, RunId left, RunId right, List<ColumnEdge> onlyLeft, List<ColumnEdge> onlyRight, int both) {

    public ColumnDiff {
        onlyLeft = List.copyOf(onlyLeft);
        onlyRight = List.copyOf(onlyRight);
    }

    /** Compares the edges two runs told of. */
    public static ColumnDiff between(
            DatasetId dataset, RunId left, List<ColumnEdge> ofLeft, RunId right, List<ColumnEdge> ofRight) {
        Set<ColumnEdge> lefts = new TreeSet<>(ofLeft);
        Set<ColumnEdge> rights = new TreeSet<>(ofRight);
        List<ColumnEdge> onlyLeft =
                lefts.stream().filter(e -> !rights.contains(e)).toList();
        List<ColumnEdge> onlyRight =
                rights.stream().filter(e -> !lefts.contains(e)).toList();
        return new ColumnDiff(dataset, left, right, onlyLeft, onlyRight, lefts.size() - onlyLeft.size());
    }
}
