package io.rowtrail.graph.fold;

import io.rowtrail.graph.facts.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Nodes by their ids; each id is put together once. Not for several threads. */
final class NodeOrder implements Comparator<NodeId> {

    private final Map<NodeId, String> ids = new HashMap<>();

    String id(NodeId node) {
        return ids.computeIfAbsent(node, NodeId::nodeId);
    }

    @Override
    public int compare(NodeId a, NodeId b) {
        return id(a).compareTo(id(b));
    }
}
