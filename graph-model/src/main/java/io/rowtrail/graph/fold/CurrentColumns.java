package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.LineageQuery.Mappings;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.JobId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which column edges the latest runs state, as far as a walk has come. */
final class CurrentColumns {

    private final EdgeSource source;
    private final TimePoint at;
    private final Map<Edge.Write, Optional<Set<ColumnEdge>>> stated = new HashMap<>();
    private final Set<Edge.Derive> former = new HashSet<>();

    CurrentColumns(EdgeSource source, TimePoint at) {
        this.source = source;
        this.at = at;
    }

    /** Learns of found edges which hold still; asks the store about those it has not told of. */
    void learn(Collection<EdgeSource.Found> found) {
        Set<Edge.Derive> unknown = new HashSet<>();
        Set<Edge.Write> writes = new HashSet<>();
        for (EdgeSource.Found one : found) {
            if (one.edge() instanceof Edge.Derive derive) {
                if (one.standing() == EdgeSource.Standing.FORMER) {
                    former.add(derive);
                } else if (one.standing() == EdgeSource.Standing.UNKNOWN) {
                    unknown.add(derive);
                    write(derive).filter(w -> !stated.containsKey(w)).ifPresent(writes::add);
                }
            }
        }
        if (!writes.isEmpty()) {
            Map<Edge.Write, Set<ColumnEdge>> told = source.stated(writes, at);
            writes.forEach(write -> stated.put(write, Optional.ofNullable(told.get(write))));
        }
        for (Edge.Derive derive : unknown) {
            boolean current = write(derive)
                    .flatMap(write -> stated.getOrDefault(write, Optional.empty()))
                    .map(latest -> latest.contains(derive.edge()))
                    .orElse(true);
            if (!current) {
                former.add(derive);
            }
        }
    }

    /** Says whether the latest run that told of the target's columns tells of this edge, or none ever told. */
    boolean has(Edge.Derive derive) {
        return !former.contains(derive);
    }

    /** Says whether an edge is of the mappings asked for; what was never more than attempted is no mapping's. */
    boolean wants(EdgeSource.Found found, Mappings mappings) {
        return mappings == Mappings.ALL
                || found.effect() == Effect.ATTEMPTED
                || !(found.edge() instanceof Edge.Derive derive)
                || has(derive);
    }

    private static Optional<Edge.Write> write(Edge.Derive derive) {
        JobId job = derive.job();
        return job == null
                ? Optional.empty()
                : Optional.of(new Edge.Write(job, derive.edge().to().dataset()));
    }
}
