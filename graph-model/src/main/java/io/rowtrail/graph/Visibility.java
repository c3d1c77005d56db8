package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.NodeId;

/**
 * Which datasets and jobs the asker may know of. What is hidden is not returned and not walked through, and edges that only
 * a hidden job tells of are hidden with it; an answer tells no more of it than how many neighbours it leaves out. A column
 * is seen where its dataset is, a run where the job it is shown with is.
 */
@FunctionalInterface
public interface Visibility {

    /** Everything. */
    Visibility ALL = node -> true;

    /** Says whether a dataset or a job may be known of. Cheap, and the same for as long as one question is answered. */
    boolean sees(NodeId node);

    /** Says whether anything of a namespace may be: false only where all of it is hidden, so that it need not be read. */
    default boolean seesInto(String namespace) {
        return true;
    }

    /** Says whether a dataset, a job or a column may be known of. */
    default boolean shows(NodeId node) {
        return sees(node instanceof ColumnRef column ? column.dataset() : node);
    }

    /** Returns what both see. */
    default Visibility and(Visibility other) {
        if (this == ALL || other == ALL) {
            return this == ALL ? other : this;
        }
        Visibility first = this;
        return new Visibility() {
            @Override
            public boolean sees(NodeId node) {
                return first.sees(node) && other.sees(node);
            }

            @Override
            public boolean seesInto(String namespace) {
                return first.seesInto(namespace) && other.seesInto(namespace);
            }
        };
    }
}
