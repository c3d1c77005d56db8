package io.rowtrail.graph.fold;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.util.Comparator;

/** Nodes by their ids, which are put together only where names do not tell. */
enum NodeOrder implements Comparator<NodeId> {
    BY_ID;

    @Override
    public int compare(NodeId a, NodeId b) {
        if (a instanceof DatasetId one && b instanceof DatasetId other) {
            return compare(a, one.namespace(), one.name(), b, other.namespace(), other.name());
        }
        if (a instanceof JobId one && b instanceof JobId other) {
            return compare(a, one.namespace(), one.name(), b, other.namespace(), other.name());
        }
        return a.nodeId().compareTo(b.nodeId());
    }

    private static int compare(NodeId a, String space, String name, NodeId b, String otherSpace, String otherName) {
        if (space.equals(otherSpace)) {
            return name.compareTo(otherName);
        }
        boolean within = space.startsWith(otherSpace) || otherSpace.startsWith(space);
        return within ? a.nodeId().compareTo(b.nodeId()) : space.compareTo(otherSpace);
    }
}
