package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import java.util.List;

/**
 * How two runs' column lineage into one dataset differs.
 *
 * @param onlyLeft edges of the left run alone, sorted
 * @param onlyRight edges of the right run alone, sorted
 * @param both how many edges they share
 */
public record ColumnDiff(
        DatasetId dataset, RunId left, RunId right, List<ColumnEdge> onlyLeft, List<ColumnEdge> onlyRight, int both) {}
