package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.JobId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which column edges the latest runs state. */
record CurrentColumns(Map<Edge.Write, Set<ColumnEdge>> stated) {

    static CurrentColumns of(EdgeSource source, Collection<Edge.Derive> edges, TimePoint at) {
        Set<Edge.Write> writes = new HashSet<>();
        edges.forEach(derive -> write(derive).ifPresent(writes::add));
        return new CurrentColumns(writes.isEmpty() ? Map.of() : source.stated(writes, at));
    }

    /** Says whether the latest run that told of the target's columns tells of this edge, or none ever told. */
    boolean has(Edge.Derive derive) {
        return write(derive)
                .flatMap(write -> Optional.ofNullable(stated.get(write)))
                .map(latest -> latest.contains(derive.edge()))
                .orElse(true);
    }

    private static Optional<Edge.Write> write(Edge.Derive derive) {
        JobId job = derive.job();
        return job == null
                ? Optional.empty()
                : Optional.of(new Edge.Write(job, derive.edge().to().dataset()));
    }
}
