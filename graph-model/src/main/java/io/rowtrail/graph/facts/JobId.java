package io.rowtrail.graph.facts;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a job.
 *
 * @param namespace of its scheduler or deployment
 * @param name unique there
 */
public record JobId(String namespace, String name) implements NodeId, Comparable<JobId> {

    public JobId {
        Names.require(namespace, "job namespace");
        Names.require(name, "job name");
    }

    @Override
    public String nodeId() {
        return "job:" + namespace + ":" + name;
    }

    @Override
    public int compareTo(JobId other) {
        return Names.compare(namespace, other.namespace, name, other.name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof JobId that && name.equals(that.name) && namespace.equals(that.namespace));
    }

    @Override
    public int hashCode() {
        return HashMix.of(namespace.hashCode(), name.hashCode());
    }
}
