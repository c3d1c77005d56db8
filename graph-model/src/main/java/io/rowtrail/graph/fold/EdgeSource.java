package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What a walk asks of a store: the edges at some nodes, as seen from a time. One question a step, never a path. */
public interface EdgeSource {

    /**
     * Which edges are wanted.
     *
     * @param at the time they are seen from
     * @param least {@link Effect#ATTEMPTED} wants attempted edges as well as effective ones
     * @param most no more than this; a store that has more returns exactly so many, any of them
     */
    record Scope(TimePoint at, Effect least, int most) {
        /** Says whether an edge of this effect is wanted. */
        public boolean wants(Effect effect) {
            return effect == Effect.EFFECTIVE || least == Effect.ATTEMPTED;
        }

        /** Returns the scope in which names are looked up: of what is attempted only that there is a rival is looked at. */
        public Scope ofNames() {
            return new Scope(at, Effect.ATTEMPTED, Integer.MAX_VALUE);
        }
    }

    /** How a column edge stands to what the latest run with effect states, see {@link #stated}. */
    enum Standing {
        /** It is stated, or nothing is. */
        CURRENT,
        /** Something else is. */
        FORMER,
        /** The store cannot tell without being asked. */
        UNKNOWN
    }

    /**
     * An edge that holds.
     *
     * @param facts what is known of it; may be asked of reads, writes, column edges, and flows that no job tells of
     * @param standing of a column edge; means nothing for others
     */
    record Found(Edge edge, Effect effect, Supplier<EdgeFacts> facts, Standing standing) {
        /** Makes one of unknown standing. */
        public Found(Edge edge, Effect effect, Supplier<EdgeFacts> facts) {
            this(edge, effect, facts, Standing.UNKNOWN);
        }
    }

    /**
     * What a store found.
     *
     * @param cut whether there was more than the scope wanted
     */
    record Part(List<Found> edges, boolean cut) {}

    /**
     * What lies around datasets.
     *
     * @param out reads and flows out of those that are gone down from
     * @param in writes and flows into those that are gone up from
     * @param names of all of them
     * @param linked whether data may pass from a job beside them to another job; false only where none does
     */
    record Around(Part out, Part in, List<Found> names, boolean linked) {}

    /**
     * What lies around columns.
     *
     * @param from column edges out of those that are gone down from
     * @param into column edges into those that are gone up from
     * @param names of the datasets asked for
     */
    record AroundColumns(Part from, Part into, List<Found> names) {}

    /** One step of a walk, both ways at once; into a dataset lead writes and flows. */
    Around around(Collection<DatasetId> down, Collection<DatasetId> up, Scope scope);

    /**
     * One step of a walk over columns, both ways at once; edges lead into columns exactly as named.
     *
     * @param named the datasets whose names are wanted
     */
    AroundColumns around(
            Collection<ColumnRef> down, Collection<ColumnRef> up, Collection<DatasetId> named, Scope scope);

    /** Says whether a dataset, job or column is there, whenever. */
    boolean exists(NodeId node);

    /** Reads and flows out of datasets. */
    Part outOf(Collection<DatasetId> datasets, Scope scope);

    /** Reads and writes of jobs. */
    Part ofJobs(Collection<JobId> jobs, Scope scope);

    /** Column edges out of columns; a column that stands for its whole dataset means all its columns. */
    Part derivedFrom(Collection<ColumnRef> columns, Scope scope);

    /** The other names of datasets, whichever way they lead. */
    List<Found> names(Collection<DatasetId> datasets, Scope scope);

    /** The links of jobs to others, whichever way they lead. */
    List<Found> links(Collection<JobId> jobs, Scope scope);

    /**
     * For each written edge the column edges that the latest run with effect states; those of which no run states any are
     * left out.
     */
    Map<Edge.Write, Set<ColumnEdge>> stated(Collection<Edge.Write> writes, TimePoint at);

    /** Looks edges up; those not there at the time are left out. */
    Map<Edge, EdgeFacts> facts(Collection<Edge> edges, TimePoint at);

    /** The columns of a dataset. */
    List<ColumnRef> columns(DatasetId dataset);
}
