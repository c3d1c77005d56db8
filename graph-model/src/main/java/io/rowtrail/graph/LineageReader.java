package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of a lineage graph. Calls block; any number of threads may ask. Queries never see half a batch. Every
 * method throws {@link GraphException} when the store cannot answer.
 */
public interface LineageReader {

    /** Returns the same graph as somebody sees who may not know all of it; what is hidden is as if it were not there. */
    LineageReader seenBy(Visibility visibility);

    /** Returns the first of the ids' readings that is in the graph, see {@link NodeId#readings}. */
    Optional<NodeId> resolve(List<NodeId> readings);

    /** Datasets and jobs reachable from a dataset or a job; empty when the start is not in the graph. */
    Optional<Lineage> lineage(LineageQuery query);

    /** Columns reachable from a column or from all columns of a dataset; empty when the start is not in the graph. */
    Optional<ColumnGraph> columnLineage(LineageQuery query);

    /** The column edges into a dataset that two runs wrote differently; a run that is unknown has none. */
    ColumnDiff columnDiff(DatasetId dataset, RunId left, RunId right);

    /** All namespaces of datasets and jobs, sorted. */
    List<String> namespaces();

    /** Datasets of a namespace, by name. */
    Page<DatasetView> datasets(String namespace, PageRequest page);

    Optional<DatasetView> dataset(DatasetId id);

    /** The columns of a dataset known from its schema or from column lineage, sorted by name. */
    List<ColumnRef> columns(DatasetId dataset);

    /** Versions of a dataset, newest event time first. They name the runs that wrote them, whosever these are. */
    Page<VersionView> versions(DatasetId dataset, PageRequest page);

    /** Jobs of a namespace, by name. */
    Page<JobView> jobs(String namespace, PageRequest page);

    Optional<JobView> job(JobId id);

    /** Runs of a job, newest start first. */
    Page<RunView> runs(JobId job, PageRequest page);

    Optional<RunView> run(RunId id);

    /** Datasets and jobs whose name holds the text in any case, sorted by node id; at most {@code limit}. */
    List<NodeId> search(String text, int limit);
}
