package io.rowtrail.graph.facts;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a dataset.
 *
 * @param namespace where it lives, for example {@code postgres://host:5432}; may hold colons
 * @param name its name there, for example {@code shop.public.sale}
 */
public record DatasetId(String namespace, String name) implements NodeId, Comparable<DatasetId> {

    public DatasetId {
        Names.require(namespace, "dataset namespace");
        Names.require(name, "dataset name");
    }

    @Override
    public String nodeId() {
        return "dataset:" + namespace + ":" + name;
    }

    @Override
    public int compareTo(DatasetId other) {
        return Names.compare(namespace, other.namespace, name, other.name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DatasetId that && name.equals(that.name) && namespace.equals(that.namespace));
    }

    @Override
    public int hashCode() {
        return HashMix.of(namespace.hashCode(), name.hashCode());
    }
}
