package io.rowtrail.graph.facts;

import org.jspecify.annotations.Nullable;

/**
 * A column of a dataset, or the dataset as a whole where an influence is stated for all its columns at once.
 *
 * @param field the column's name; empty for the whole dataset
 */
public record ColumnRef(DatasetId dataset, String field) implements NodeId, Comparable<ColumnRef> {

    /** Names the dataset as a whole: the target of dataset-level INDIRECT lineage (filters, joins, sorts). */
    public static ColumnRef whole(DatasetId dataset) {
        return new ColumnRef(dataset, "");
    }

    public boolean isWhole() {
        return field.isEmpty();
    }

    /** Returns {@code datasetField:ns:name:field}; for the whole dataset the dataset's own node id. */
    @Override
    public String nodeId() {
        return isWhole()
                ? dataset.nodeId()
                : "datasetField:" + dataset.namespace() + ":" + dataset.name() + ":" + field;
    }

    @Override
    public int compareTo(ColumnRef other) {
        int first = dataset.compareTo(other.dataset);
        return first != 0 ? first : field.compareTo(other.field);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ColumnRef that && field.equals(that.field) && dataset.equals(that.dataset));
    }

    @Override
    public int hashCode() {
        return HashMix.of(dataset.hashCode(), field.hashCode());
    }
}
