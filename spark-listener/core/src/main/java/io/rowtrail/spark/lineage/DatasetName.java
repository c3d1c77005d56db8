package io.rowtrail.spark.lineage;

/** A dataset as OpenLineage names it. */
public record DatasetName(String namespace, String name) implements Comparable<DatasetName> {
    @Override
    public int compareTo(DatasetName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
