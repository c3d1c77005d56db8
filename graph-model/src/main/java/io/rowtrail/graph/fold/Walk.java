package io.rowtrail.graph.fold;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.GraphException;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bookkeeping of one walk, step by step outwards: each node once with its least distance, within the limits. What one
 * step finds is taken in its order, so that a walk that is cut takes the beginning of what a longer one takes.
 *
 * @param <N> what is walked over
 */
final class Walk<N extends NodeId> {

    /** Nodes asked for at once; between two questions the time is looked at. */
    private static final int AT_ONCE = 1_000;

    private final LineageQuery query;
    private final Clock clock;
    private final Instant deadline;
    private final Comparator<N> order;
    private final Map<N, Integer> distances = new HashMap<>();
    private final NavigableSet<N> found;
    private final NavigableSet<N> frontier;
    private final Set<NodeId> hidden = new HashSet<>();
    private boolean truncated;

    Walk(LineageQuery query, Clock clock, Comparator<N> order) {
        this.query = query;
        this.clock = clock;
        this.order = order;
        this.found = new TreeSet<>(order);
        this.frontier = new TreeSet<>(order);
        this.deadline = clock.instant().plus(query.limits().time());
    }

    /** Says whether the asker may know of the job that tells of an edge and of the node beyond it; counts what is hidden. */
    boolean sees(@Nullable JobId teller, NodeId beyond) {
        if (teller != null && !query.visibility().sees(teller)) {
            hidden.add(teller);
            return false;
        }
        boolean seen = query.visibility().shows(beyond);
        if (!seen) {
            hidden.add(beyond);
        }
        return seen;
    }

    int hidden() {
        return hidden.size();
    }

    /** Asks for the edges at some nodes, a part at a time while there is time. */
    <K> List<EdgeSource.Found> ask(Collection<K> nodes, Asking<K> asking) {
        List<EdgeSource.Found> edges = new ArrayList<>();
        List<K> all = List.copyOf(nodes);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            if (late()) {
                truncated = true;
                break;
            }
            edges.addAll(edges(asking.edges(part(all, from), scope())));
        }
        return edges;
    }

    /** Asks for what lies around some nodes both ways, a part at a time while there is time. */
    <K, A> List<A> ask(Collection<K> down, Collection<K> up, Stepping<K, A> stepping) {
        List<A> answers = new ArrayList<>();
        List<K> downs = List.copyOf(down);
        List<K> ups = List.copyOf(up);
        EdgeSource.Scope scope = scope();
        for (int from = 0; from < Math.max(downs.size(), ups.size()); from += AT_ONCE) {
            if (late()) {
                truncated = true;
                break;
            }
            answers.add(stepping.around(part(downs, from), part(ups, from), scope));
        }
        return answers;
    }

    private static <K> List<K> part(List<K> all, int from) {
        return all.subList(Math.min(all.size(), from), Math.min(all.size(), from + AT_ONCE));
    }

    /** Returns the edges of a part, and notes whether there were more. */
    List<EdgeSource.Found> edges(EdgeSource.Part part) {
        truncated |= part.cut();
        return part.edges();
    }

    private EdgeSource.Scope scope() {
        return new EdgeSource.Scope(query.at(), query.effects(), query.limits().edges() + 1);
    }

    /** One question of an {@link EdgeSource} about both ways. */
    interface Stepping<K, A> {
        A around(Collection<K> down, Collection<K> up, EdgeSource.Scope scope);
    }

    /** One question of an {@link EdgeSource}. */
    interface Asking<K> {
        EdgeSource.Part edges(Collection<K> nodes, EdgeSource.Scope scope);
    }

    /** An asker who has left wants no more steps. */
    private boolean late() {
        if (Thread.currentThread().isInterrupted()) {
            throw new GraphException("the asker has left", new InterruptedException());
        }
        return clock.instant().isAfter(deadline);
    }

    /** Notes a node found by the step under way. */
    void find(N node) {
        if (!distances.containsKey(node)) {
            found.add(node);
        }
    }

    /** Ends a step: takes what it found, in order, while there is room. */
    void take(int distance) {
        take(found, distance);
        found.clear();
    }

    /** Takes nodes at once, in order, while there is room. */
    void take(NavigableSet<N> nodes, int distance) {
        for (N node : nodes) {
            if (!distances.containsKey(node)) {
                if (distances.size() >= query.limits().nodes()) {
                    truncated = true;
                    return;
                }
                distances.put(node, distance);
            }
        }
    }

    boolean has(NodeId node) {
        return distances.containsKey(node);
    }

    /** The least distance of a node that was taken. */
    int distance(NodeId node) {
        Integer distance = distances.get(node);
        if (distance == null) {
            throw new IllegalArgumentException(node.nodeId() + " was not taken");
        }
        return distance;
    }

    /** Says whether to take another step from these nodes; when not for want of time or room, they are the frontier. */
    boolean goesOn(Collection<? extends N> from, int distance) {
        if (from.isEmpty() || distance >= query.depth()) {
            return false;
        }
        if (truncated || late()) {
            truncated = true;
            frontier.addAll(from);
            return false;
        }
        return true;
    }

    /** Notes that the step just ended went on from these, and may have been cut. */
    void cut(Collection<? extends N> from) {
        if (truncated) {
            frontier.addAll(from);
        }
    }

    /** Cuts a list of edges to the limit. */
    <E> List<E> cutEdges(List<E> edges) {
        if (edges.size() <= query.limits().edges()) {
            return edges;
        }
        truncated = true;
        return edges.subList(0, query.limits().edges());
    }

    boolean follows(Effect effect) {
        return effect == Effect.EFFECTIVE || query.effects() == Effect.ATTEMPTED;
    }

    boolean truncated() {
        return truncated;
    }

    List<N> frontier() {
        return List.copyOf(frontier);
    }

    /** The nodes taken, by distance, then in their order. */
    <T> List<T> nodes(Function<Map.Entry<N, Integer>, T> shape) {
        return distances.entrySet().stream()
                .sorted(Map.Entry.<N, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(order)))
                .map(shape)
                .toList();
    }

    NavigableSet<N> newSet() {
        return new TreeSet<>(order);
    }
}
