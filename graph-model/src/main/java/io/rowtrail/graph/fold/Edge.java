package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.HashMix;
import io.rowtrail.graph.facts.JobId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An edge of the graph. */
public sealed interface Edge {

    /** The job whose runs or statements tell of it; null when a dataset event does, or when it is told of names. */
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

        @Override
        public int hashCode() {
            return HashMix.of(HashMix.of(from.hashCode(), to.hashCode()), Objects.hashCode(job));
        }
    }

    /** A column went into another. */
    record Derive(ColumnEdge edge, @Nullable JobId job) implements Edge {
        @Override
        public List<DatasetId> datasets() {
            return List.of(edge.from().dataset(), edge.to().dataset());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Derive that && edge.equals(that.edge) && Objects.equals(job, that.job));
        }

        @Override
        public int hashCode() {
            return 31 * edge.hashCode() + Objects.hashCode(job);
        }
    }

    /** A job leads to another. */
    record Link(JobId from, JobId to, JobLink.Kind kind, JobId job) implements Edge {
        @Override
        public List<DatasetId> datasets() {
            return List.of();
        }
    }

    /**
     * A dataset has another name; told by any event of either, so by no job.
     *
     * @param from the physical name, or the former one
     * @param to the logical name, or the new one
     */
    record Name(DatasetId from, DatasetId to, Kind kind) implements Edge {

        /** Why. */
        public enum Kind {
            /** Both name the same data while it holds. */
            ALIAS,
            /** The data went on under the new name. */
            RENAME
        }

        @Override
        public @Nullable JobId job() {
            return null;
        }

        @Override
        public List<DatasetId> datasets() {
            return List.of(from, to);
        }
    }
}
