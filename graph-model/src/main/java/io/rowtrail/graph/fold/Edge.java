package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge of the graph. */
public sealed interface Edge {

    /** The job whose runs or statements tell of it; null when a dataset event does. */
    @Nullable
    JobId job();

    /** Every dataset it touches. */
    List<DatasetId> datasets();

    /** A job reads a dataset. */
    record Read(DatasetId dataset, JobId job) implements Edge {
        @Override
        public List<DatasetId> datasets() {
            return List.of(dataset);
        }
    }

    /** A job writes a dataset. */
    record Write(JobId job, DatasetId dataset) implements Edge {
        @Override
        public List<DatasetId> datasets() {
            return List.of(dataset);
        }
    }

    /** What a run (or a statement) read went into what the same one wrote. */
    record Flow(DatasetId from, DatasetId to, @Nullable JobId job) implements Edge {
        @Override
        public List<DatasetId> datasets() {
            return List.of(from, to);
        }
    }

    /** A column went into another. */
    record Derive(ColumnEdge edge, @Nullable JobId job) implements Edge {
        @Override
        public List<DatasetId> datasets() {
            return List.of(edge.from().dataset(), edge.to().dataset());
        }
    }
}
