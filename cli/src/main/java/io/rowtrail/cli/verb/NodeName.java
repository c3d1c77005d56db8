package io.rowtrail.cli.verb;

import io.rowtrail.cli.outcome.CommandFailure;

/**
 * The id of something in the lineage graph, in Marquez's form: {@code dataset:{ns}:{name}}, {@code job:{ns}:{name}} or
 * {@code datasetField:{ns}:{name}:{field}}.
 */
record NodeName(String id) {
    /** The namespace of the local stack's tables. */
    static final String LOCAL_LAKE = "iceberg://lake";

    /**
     * Reads what a user typed: a whole id as it is, and anything else as the name of a dataset.
     *
     * @param namespace of names that come without one
     */
    static NodeName parse(String text, String namespace) {
        String typed = text.strip();
        if (typed.isEmpty()) {
            throw CommandFailure.usage(
                    "an empty name names nothing; give dataset:{namespace}:{name} or a table's name");
        }
        if (typed.startsWith("dataset:") || typed.startsWith("datasetField:") || typed.startsWith("job:")) {
            return new NodeName(typed);
        }
        return new NodeName("dataset:" + (typed.contains("://") ? typed : namespace + ":" + typed));
    }

    /** Reads the name of a dataset whose rows are asked for. */
    static NodeName table(String text, String namespace) {
        NodeName node = parse(text, namespace);
        if (node.isColumn() || node.id().startsWith("job:")) {
            throw CommandFailure.usage("rows are a dataset's; --dataset names " + node);
        }
        return node;
    }

    boolean isColumn() {
        return id.startsWith("datasetField:");
    }

    @Override
    public String toString() {
        return id;
    }
}
