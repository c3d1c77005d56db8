package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of a dataset: as one run wrote it, or as it was at a time.
 *
 * @param edges into it, by origin and destination
 * @param columns column edges into it
 * @param fields its columns by name and type
 * @param rows of the version written
 * @param code that wrote it
 * @param told entries that tell of the edges and column edges, by their names; of a run, which has its own, none
 * @param cut whether there are more edges than are compared
 * @param hidden how many neighbours the asker may not know of
 */
record Compared(
        Map<String, EdgeName> edges,
        Map<String, Shapes.Mapping> columns,
        Map<String, Shapes.Field> fields,
        @Nullable Long rows,
        @Nullable CodeVersion code,
        Map<String, List<EntryRef>> told,
        boolean cut,
        int hidden) {

    /** Returns the entries that tell of what only one side has, sorted. */
    static Set<EntryRef> evidence(Compared left, Compared right) {
        Set<EntryRef> evidence = new TreeSet<>();
        left.told.forEach((name, entries) -> {
            if (!right.told.containsKey(name)) {
                evidence.addAll(entries);
            }
        });
        right.told.forEach((name, entries) -> {
            if (!left.told.containsKey(name)) {
                evidence.addAll(entries);
            }
        });
        return evidence;
    }

    /** An edge by its ends alone. */
    record EdgeName(String origin, String destination) {}

    /** What only one side has. */
    record Changed<T>(List<T> removed, List<T> added) {
        static <T> Changed<T> of(Map<String, T> left, Map<String, T> right) {
            TreeMap<String, T> removed = new TreeMap<>(left);
            right.keySet().forEach(removed::remove);
            TreeMap<String, T> added = new TreeMap<>(right);
            left.keySet().forEach(added::remove);
            return new Changed<>(List.copyOf(removed.values()), List.copyOf(added.values()));
        }

        boolean none() {
            return removed.isEmpty() && added.isEmpty();
        }
    }

    /** Both sides of something there is one of. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pair<T>(@Nullable T from, @Nullable T to) {}

    /** As a run wrote it. */
    static Compared of(DatasetId dataset, RunView run) {
        Optional<DatasetMention> mention = run.outputs().stream()
                .filter(output -> output.id().equals(dataset))
                .findFirst();
        Map<String, EdgeName> edges = mention.isEmpty()
                ? Map.of()
                : byName(
                        List.of(new EdgeName(run.job().nodeId(), dataset.nodeId())),
                        edge -> edge.origin() + ' ' + edge.destination());
        return new Compared(
                edges,
                mappings(run.columns().stream()
                        .filter(edge -> edge.to().dataset().equals(dataset))
                        .toList()),
                fields(mention.map(DatasetMention::schema).orElse(null)),
                mention.map(DatasetMention::statistics)
                        .map(DatasetMention.Statistics::rows)
                        .orElse(null),
                run.code(),
                Map.of(),
                false,
                run.hidden());
    }

    /** As it was at a time. */
    static Compared of(DatasetId dataset, LineageReader graph, TimePoint at) {
        LineageReader then = graph.at(at);
        LineageQuery into = LineageQuery.of(dataset, 1, Direction.UPSTREAM);
        Map<String, List<EntryRef>> told = new HashMap<>();
        List<EdgeName> edges = new ArrayList<>();
        Optional<Lineage> around = then.lineage(into);
        for (Lineage.Edge edge : around.map(Lineage::edges).orElse(List.of())) {
            EdgeName name = new EdgeName(edge.from().nodeId(), edge.to().nodeId());
            edges.add(name);
            told.put(name.toString(), edge.facts().evidence());
        }
        List<ColumnEdge> columns = new ArrayList<>();
        Optional<ColumnGraph> made = then.columnLineage(into);
        for (ColumnGraph.Edge edge : made.map(ColumnGraph::edges).orElse(List.of())) {
            if (edge.edge().to().dataset().equals(dataset)) {
                columns.add(edge.edge());
                told.put(edge.edge().toString(), edge.facts().evidence());
            }
        }
        Optional<VersionView> version =
                then.versions(dataset, PageRequest.first(1)).items().stream().findFirst();
        return new Compared(
                byName(edges, edge -> edge.origin() + ' ' + edge.destination()),
                mappings(columns),
                fields(then.dataset(dataset).map(view -> view.schema()).orElse(null)),
                version.map(VersionView::statistics)
                        .map(DatasetMention.Statistics::rows)
                        .orElse(null),
                version.flatMap(written -> then.run(written.run()))
                        .map(RunView::code)
                        .orElse(null),
                told,
                around.map(Lineage::truncated).orElse(false)
                        || made.map(ColumnGraph::truncated).orElse(false),
                around.map(Lineage::hidden).orElse(0));
    }

    private static Map<String, Shapes.Mapping> mappings(List<ColumnEdge> edges) {
        return byName(edges.stream().map(Shapes.Mapping::of).toList(), Shapes.Mapping::toString);
    }

    private static Map<String, Shapes.Field> fields(@Nullable Schema schema) {
        return byName(Shapes.Field.of(schema), field -> field.name() + " " + field.type());
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, one -> one, (a, b) -> a, TreeMap::new));
    }
}
