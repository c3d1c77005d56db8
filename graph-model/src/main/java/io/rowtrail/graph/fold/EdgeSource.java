package io.rowtrail.graph.fold;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a walk asks of a store: the edges at some nodes, whatever their effect. One question a step, never a path. */
public interface EdgeSource {

    /** An edge and where it holds. */
    record Found(Edge edge, EdgeReach reach) {}

    /** Says whether a dataset, job or column is there. */
    boolean exists(NodeId node);

    /** Reads and flows out of datasets. */
    List<Found> outOf(Collection<DatasetId> datasets);

    /** Writes and flows into datasets. */
    List<Found> into(Collection<DatasetId> datasets);

    /** Reads and writes of jobs. */
    List<Found> ofJobs(Collection<JobId> jobs);

    /** Column edges out of columns; a column that stands for its whole dataset means all its columns. */
    List<Found> derivedFrom(Collection<ColumnRef> columns);

    /** Column edges into columns, exactly as named. */
    List<Found> derivedInto(Collection<ColumnRef> columns);

    /** Looks edges up; those not there are left out. */
    Map<Edge, EdgeReach> reaches(Collection<Edge> edges);

    /** The columns of a dataset. */
    List<ColumnRef> columns(DatasetId dataset);
}
