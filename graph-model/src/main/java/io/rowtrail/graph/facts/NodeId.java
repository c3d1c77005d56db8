package io.rowtrail.graph.facts;

import java.util.List;

/**
 * The name of a node of the lineage graph, written as Marquez writes it: {@code dataset:ns:name}, {@code job:ns:name},
 * {@code datasetField:ns:name:field}, {@code run:uuid}.
 */
public sealed interface NodeId permits DatasetId, JobId, ColumnRef, RunId {

    /** Returns the text form, the inverse of {@link #parse} for names without doubtful colons. */
    String nodeId();

    /**
     * Reads a node id in its likeliest reading: the first of {@link #readings}.
     *
     * @throws IllegalArgumentException when the text is no node id
     */
    static NodeId parse(String text) {
        return readings(text).get(0);
    }

    /**
     * Every way to read the text, likeliest first. Namespaces and names may hold colons themselves, so one text can name
     * several nodes; a caller that finds no node under the first reading tries the next.
     *
     * @return at least one reading
     * @throws IllegalArgumentException when the text is no node id
     */
    static List<NodeId> readings(String text) {
        return NodeIdText.readings(text);
    }
}
