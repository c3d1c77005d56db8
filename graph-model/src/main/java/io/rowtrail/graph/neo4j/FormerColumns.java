package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Stated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which column edges a batch leaves behind: those of a job into a dataset that its latest run with effect does not state any
 * longer are marked {@code former}, so that a walk need not read that run. A function of what is stored after the batch; it is
 * worked out only where what is stated changed, or an edge was written that is not stated.
 */
final class FormerColumns {

    static final String MARK =
            "MATCH (c:Column {dataset: row.dataset})<-[r:DERIVES]-() USING INDEX SEEK c:Column(dataset)"
                    + " WHERE r.jobNamespace = row.namespace AND r.jobName = row.name"
                    + " SET r.former = CASE WHEN row.current IS NULL OR r.key IN row.current THEN null ELSE true END";

    private final Keys keys;
    private final Map<Edge.Write, List<ColumnEdge>> written = new LinkedHashMap<>();
    private final Map<Edge.Write, EdgeReach> reaches = new HashMap<>();
    private final Set<Edge.Write> restated = new HashSet<>();

    FormerColumns(Keys keys) {
        this.keys = keys;
    }

    /** Returns the written edges whose word counts for column edges that changed, and that did not change themselves. */
    Set<Edge> judges() {
        Set<Edge> judges = new HashSet<>(written.keySet());
        judges.removeAll(reaches.keySet());
        return judges;
    }

    private static Optional<Edge.Write> judge(Edge edge) {
        JobId job = edge.job();
        return edge instanceof Edge.Derive derive && job != null
                ? Optional.of(new Edge.Write(job, derive.edge().to().dataset()))
                : Optional.empty();
    }

    /** An edge is stored otherwise than before. */
    void changed(Edge edge, @Nullable EdgeReach then, EdgeReach now) {
        if (edge instanceof Edge.Write write) {
            reaches.put(write, now);
            if (then != null && !Objects.equals(mapping(then), mapping(now))) {
                restated.add(write);
            }
        } else if (edge instanceof Edge.Derive derive) {
            judge(edge)
                    .ifPresent(write -> written.computeIfAbsent(write, w -> new ArrayList<>())
                            .add(derive.edge()));
        }
    }

    private static @Nullable String mapping(EdgeReach reach) {
        Stated stated = reach.stated();
        return stated == null ? null : stated.mapping();
    }

    /**
     * Returns a row for {@link #MARK} for each job and dataset whose edges have to be marked anew.
     *
     * @param stored the written edges that were not changed
     * @param events of a run
     */
    List<Map<String, Object>> rows(Map<Edge, EdgeReach> stored, Function<RunId, List<LoggedFacts>> events) {
        Set<Edge.Write> suspect = new HashSet<>(restated);
        suspect.addAll(written.keySet());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Edge.Write write : suspect) {
            EdgeReach reach = reaches.containsKey(write) ? reaches.get(write) : stored.get(write);
            Stated stated = reach == null ? null : reach.stated();
            List<ColumnEdge> added = written.getOrDefault(write, List.of());
            if (stated == null) {
                if (restated.contains(write)) {
                    rows.add(row(write, null));
                }
            } else if (restated.contains(write) || !stated.mapping().equals(Stated.mapping(added))) {
                Set<ColumnEdge> current =
                        new HashSet<>(RunFold.view(events.apply(stated.run())).columns());
                if (restated.contains(write) || !current.containsAll(added)) {
                    rows.add(row(write, current));
                }
            }
        }
        return rows;
    }

    private Map<String, Object> row(Edge.Write write, @Nullable Set<ColumnEdge> current) {
        Map<String, Object> row = new HashMap<>();
        row.put("dataset", keys.of(write.dataset()));
        row.put("namespace", write.job().namespace());
        row.put("name", write.job().name());
        row.put(
                "current",
                current == null
                        ? null
                        : current.stream()
                                .filter(edge -> edge.to().dataset().equals(write.dataset()))
                                .map(edge -> keys.of(new Edge.Derive(edge, write.job())))
                                .toList());
        return row;
    }
}
