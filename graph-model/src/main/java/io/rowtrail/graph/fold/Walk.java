package io.rowtrail.graph.fold;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.Limits;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bookkeeping of one walk, step by step outwards: each node once with its least distance, within the limits.
 *
 * @param <N> what is walked over
 */
final class Walk<N> {

    private final LineageQuery query;
    private final Clock clock;
    private final Instant deadline;
    private final Comparator<N> order;
    private final Map<N, Integer> distances = new HashMap<>();
    private final NavigableSet<N> frontier;
    private final Set<NodeId> hidden = new HashSet<>();
    private boolean truncated;

    Walk(LineageQuery query, Clock clock, Comparator<N> order) {
        this.query = query;
        this.clock = clock;
        this.order = order;
        this.frontier = new TreeSet<>(order);
        Limits limits = query.limits();
        this.deadline = clock.instant().plus(limits.time());
    }

    /** Follows an edge only where the query lets it. */
    boolean follows(EdgeReach reach) {
        return reach.effect(query.at())
                .filter(e -> e == Effect.EFFECTIVE || query.effects() == Effect.ATTEMPTED)
                .isPresent();
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

    /** Takes a node at a distance; true when it is new and within the limits. */
    boolean take(N node, int distance) {
        Integer known = distances.get(node);
        if (known != null) {
            if (distance < known) {
                distances.put(node, distance);
            }
            return false;
        }
        if (distances.size() >= query.limits().nodes()) {
            truncated = true;
            return false;
        }
        distances.put(node, distance);
        return true;
    }

    boolean has(N node) {
        return distances.containsKey(node);
    }

    /** Says whether to take another step from these nodes; when not for want of time or room, they are the frontier. */
    boolean goesOn(NavigableSet<N> from, int distance) {
        if (from.isEmpty()) {
            return false;
        }
        if (truncated || clock.instant().isAfter(deadline)) {
            truncated = true;
            frontier.addAll(from);
            return false;
        }
        return distance < query.depth();
    }

    void cut(NavigableSet<N> from) {
        if (truncated) {
            frontier.addAll(from);
        }
    }

    void cutEdges() {
        truncated = true;
    }

    boolean truncated() {
        return truncated;
    }

    List<N> frontier() {
        return List.copyOf(frontier);
    }

    /** The nodes taken, by distance, then in their order. */
    List<Map.Entry<N, Integer>> nodes() {
        return distances.entrySet().stream()
                .sorted(Map.Entry.<N, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(order)))
                .toList();
    }

    NavigableSet<N> newSet() {
        return new TreeSet<>(order);
    }
}
