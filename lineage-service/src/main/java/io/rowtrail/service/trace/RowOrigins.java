package io.rowtrail.service.trace;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.security.Callers;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.TagSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ordinals and runs as the caller may know of them. */
@ApplicationScoped
class RowOrigins {
    private final ChangeLookup changes;
    private final LineageReader graph;
    private final Callers callers;

    @Inject
    RowOrigins(ChangeLookup changes, LineageReader graph, Callers callers) {
        this.changes = changes;
        this.graph = graph;
        this.callers = callers;
    }

    /**
     * What is told of a set of ordinals.
     *
     * @param traces each request with its transactions
     * @param untraced transactions without a request
     * @param untagged how many those are, by why
     * @param unknown transactions the change store has not been told of
     * @param hidden transactions that are left out
     */
    record Told(
            List<RowShapes.TraceOf> traces,
            List<String> untraced,
            Map<String, Integer> untagged,
            int unknown,
            int hidden) {

        /** All transactions that are told, ascending. */
        List<String> transactions() {
            return Stream.concat(traces.stream().flatMap(of -> of.transactions().stream()), untraced.stream())
                    .map(Long::valueOf)
                    .distinct()
                    .sorted()
                    .map(String::valueOf)
                    .toList();
        }

        /** The requests, and after them what has none. */
        List<RowShapes.TraceOf> all() {
            List<RowShapes.TraceOf> all = new ArrayList<>(traces);
            if (!untraced.isEmpty()) {
                all.add(new RowShapes.TraceOf(null, untraced));
            }
            return all;
        }

        /** Adds why less is told than there is. */
        void caveats(List<String> into) {
            if (unknown > 0 && !into.contains("unknownOrdinals")) {
                into.add("unknownOrdinals");
            }
            if (hidden > 0 && !into.contains("hidden")) {
                into.add("hidden");
            }
        }
    }

    Told of(TagSet tags) {
        ChangeLookup.Origins origins = changes.origins(tags.ordinals());
        List<RowShapes.TraceOf> traces = new ArrayList<>();
        origins.traces().forEach((trace, ordinals) -> traces.add(new RowShapes.TraceOf(trace.hex(), texts(ordinals))));
        return new Told(traces, texts(origins.untraced()), untagged(origins), origins.unknown(), origins.hidden());
    }

    private static List<String> texts(List<Long> ordinals) {
        return ordinals.stream().map(String::valueOf).toList();
    }

    private static Map<String, Integer> untagged(ChangeLookup.Origins origins) {
        Map<String, Integer> untagged = new LinkedHashMap<>();
        untagged.put(TagSource.SNAPSHOT.wire(), 0);
        untagged.put(TagSource.NONE.wire(), 0);
        origins.without().forEach((source, count) -> untagged.put(source.wire(), count));
        if (origins.unknown() > 0) {
            untagged.put("unknown", origins.unknown());
        }
        return untagged;
    }

    Optional<RunView> run(@Nullable RunId id) {
        return Optional.ofNullable(id).flatMap(graph::run);
    }

    /** A run that is not in the graph is named all the same, but to those from whom the graph may hide it. */
    @Nullable
    String shown(@Nullable RunId id, Optional<RunView> run) {
        boolean nameable = run.isPresent() || callers.current().namespaces().isAll();
        return id == null || !nameable ? null : id.uuid();
    }

    /** The entries that tell of a run. */
    static List<String> evidence(Optional<RunView> run) {
        return run.map(view -> view.evidence().stream().map(Object::toString).toList())
                .orElse(List.of());
    }
}
