package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.Transformation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Columns under the other names of their datasets. */
final class SameColumns {

    private final EdgeSource source;
    private final TimePoint at;
    private final OtherNames names;
    private final Set<DatasetId> asked = new HashSet<>();
    private final Set<Edge.Name> followed = new HashSet<>();

    SameColumns(EdgeSource source, TimePoint at, Predicate<DatasetId> seen) {
        this.source = source;
        this.at = at;
        this.names = new OtherNames(seen);
    }

    /**
     * Returns the columns a dataset has under its other names, renames in the direction asked for among them, and those names
     * as wholes.
     */
    List<ColumnRef> columnsOf(DatasetId dataset, Way way) {
        EdgeSource.Scope scope = new EdgeSource.Scope(at, Effect.ATTEMPTED, Integer.MAX_VALUE);
        Set<DatasetId> all = new TreeSet<>(List.of(dataset));
        for (Set<DatasetId> more = all; !more.isEmpty(); ) {
            hear(source.names(unasked(all), scope));
            Set<DatasetId> further = names.of(all);
            for (Edge.Name name : names.renames().keySet()) {
                if (further.contains(way == Way.DOWN ? name.from() : name.to())) {
                    followed.add(name);
                    further.addAll(name.datasets());
                }
            }
            further.removeAll(all);
            all.addAll(further);
            more = further;
        }
        all.remove(dataset);
        List<ColumnRef> columns = new ArrayList<>();
        for (DatasetId other : all) {
            columns.addAll(source.columns(other));
            columns.add(ColumnRef.whole(other));
        }
        return columns;
    }

    /** Which way a walk goes. */
    enum Way {
        UP,
        DOWN
    }

    /** Returns those of some datasets whose names were not asked for yet; now they are. */
    Set<DatasetId> unasked(Collection<DatasetId> datasets) {
        Set<DatasetId> unasked = new TreeSet<>(datasets);
        unasked.removeAll(asked);
        asked.addAll(unasked);
        return unasked;
    }

    void hear(Collection<EdgeSource.Found> found) {
        names.hear(found);
    }

    List<DatasetId> ambiguous() {
        return names.ambiguous();
    }

    /** Returns some columns, and them under the other names of their datasets. */
    Set<ColumnRef> of(Collection<ColumnRef> columns) {
        Set<ColumnRef> same = new TreeSet<>(columns);
        if (!names.none()) {
            Map<DatasetId, Set<DatasetId>> others = new HashMap<>();
            for (ColumnRef column : columns) {
                others.computeIfAbsent(column.dataset(), dataset -> names.of(List.of(dataset)))
                        .forEach(other -> same.add(new ColumnRef(other, column.field())));
            }
            others.values().forEach(all -> followed.addAll(names.aliases(all)));
        }
        return same;
    }

    /** Returns the columns that some became by a rename, or were before it. */
    Set<ColumnRef> renamed(Collection<ColumnRef> columns, Way way) {
        Set<ColumnRef> renamed = new TreeSet<>();
        for (Edge.Name name : names.renames().keySet()) {
            DatasetId near = way == Way.DOWN ? name.from() : name.to();
            DatasetId far = way == Way.DOWN ? name.to() : name.from();
            for (ColumnRef column : columns) {
                if (column.dataset().equals(near)) {
                    followed.add(name);
                    renamed.add(new ColumnRef(far, column.field()));
                }
            }
        }
        return renamed;
    }

    /** Tells the edges that join the names of one column where edges lead to both. */
    void edges(Set<ColumnRef> ends, Consumer<ColumnGraph.Edge> told) {
        Map<DatasetId, List<ColumnRef>> columns = new HashMap<>();
        ends.stream()
                .filter(end -> !end.isWhole())
                .forEach(end -> columns.computeIfAbsent(end.dataset(), d -> new ArrayList<>())
                        .add(end));
        Map<Edge, EdgeFacts> known = followed.isEmpty() ? Map.of() : source.facts(new ArrayList<>(followed), at);
        for (Edge.Name name : followed) {
            EdgeFacts facts = known.get(name);
            if (facts == null) {
                continue;
            }
            Transformation how = new Transformation(
                    "DIRECT", "IDENTITY", name.kind() == Edge.Name.Kind.ALIAS ? "symlink" : "rename", null);
            for (ColumnRef column : columns.getOrDefault(name.from(), List.of())) {
                ColumnRef other = new ColumnRef(name.to(), column.field());
                if (ends.contains(other)) {
                    told.accept(new ColumnGraph.Edge(new ColumnEdge(column, other, how), null, facts, true));
                }
            }
        }
    }
}
