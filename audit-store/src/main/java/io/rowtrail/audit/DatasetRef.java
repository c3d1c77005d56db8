package io.rowtrail.audit;

/** A dataset by its OpenLineage name; to the log two words. */
public record DatasetRef(String namespace, String name) implements Comparable<DatasetRef> {
    @Override
    public int compareTo(DatasetRef other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
