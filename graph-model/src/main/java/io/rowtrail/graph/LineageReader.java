package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be asked of a lineage graph. Calls block; any number of threads may ask. Queries never see half a batch. Every
 * method throws {@link GraphException} when the store cannot answer.
 */
public interface LineageReader {

    /** Returns the same graph as somebody sees who may not know all of it; what is hidden is as if it were not there. */
    LineageReader seenBy(Visibility visibility);

    /**
     * Returns the same graph as it was at a time: as if only the events up to there had been told. Of a dataset or a job that
     * very many runs mention, the newest thousand runs begun by then are looked at. Lists of what was known at a time end with
     * {@link GraphException.TooMuch} when they would fold more than some hundreds of datasets anew.
     */
    LineageReader at(TimePoint time);

    /** Returns the first of the ids' readings that is in the graph, see {@link NodeId#readings}. */
    Optional<NodeId> resolve(List<NodeId> readings);

    /** Datasets and jobs reachable from a dataset or a job; empty when the start is not in the graph. */
    Optional<Lineage> lineage(LineageQuery query);

    /** Columns reachable from a column or from all columns of a dataset; empty when the start is not in the graph. */
    Optional<ColumnGraph> columnLineage(LineageQuery query);

    /**
     * The shortest ways data flows from the query's start to another node: both datasets or jobs, or both columns. The
     * query's direction does not matter. Empty when either is not in the graph.
     */
    Optional<Paths> paths(LineageQuery query, NodeId to);

    /** The column edges into a dataset that two runs wrote differently; a run that is unknown has none. */
    ColumnDiff columnDiff(DatasetId dataset, RunId left, RunId right);

    /** All namespaces of datasets and jobs, sorted. */
    List<String> namespaces();

    /** When any dataset or job of a namespace was mentioned first and last; empty when it has none. */
    Optional<Lifetime> namespace(String name);

    /** When each of some datasets and jobs was mentioned first and last, from now; those not in the graph are left out. */
    Map<NodeId, Lifetime> lifetimes(Collection<? extends NodeId> nodes);

    /** What is counted over time. */
    enum Births {
        DATASETS,
        JOBS,
        /** Namespaces that hold datasets. */
        SOURCES
    }

    /** How many there were that had been mentioned before each of some event times. */
    List<Long> existing(Births kind, List<Instant> before);

    /** How many datasets a namespace has. */
    long countDatasets(String namespace);

    /** How many jobs a namespace has. */
    long countJobs(String namespace);

    /** Datasets of a namespace, by name. */
    Page<DatasetView> datasets(String namespace, PageRequest page);

    Optional<DatasetView> dataset(DatasetId id);

    /** Those of the datasets that are in the graph. */
    Map<DatasetId, DatasetView> datasets(Collection<DatasetId> ids);

    /** The other names of a dataset, whichever way they lead, sorted. */
    List<DatasetName> names(DatasetId dataset);

    /** The links of a job to others, of every kind and either way, sorted. */
    List<JobLink> links(JobId job);

    /** The columns of a dataset known from its schema or from column lineage, sorted by name. */
    List<ColumnRef> columns(DatasetId dataset);

    /**
     * Versions of a dataset, newest first: by the catalogue's number, then by event time. They name the runs that wrote them,
     * whosever these are.
     */
    Page<VersionView> versions(DatasetId dataset, PageRequest page);

    /** How many versions a dataset has. */
    long countVersions(DatasetId dataset);

    /** Jobs of a namespace, by name. */
    Page<JobView> jobs(String namespace, PageRequest page);

    Optional<JobView> job(JobId id);

    /** Those of the jobs that are in the graph. */
    Map<JobId, JobView> jobs(Collection<JobId> ids);

    /** Runs of a job, newest start first. */
    Page<RunView> runs(JobId job, PageRequest page);

    /** How many runs a job has. */
    long countRuns(JobId job);

    Optional<RunView> run(RunId id);

    /** The newest run of each job that has any, see {@link RunView#brief}. */
    Map<JobId, RunView> latestRuns(Collection<JobId> jobs);

    /** Datasets and jobs found by name, namespace or column. */
    List<SearchHit> search(SearchQuery query);
}
