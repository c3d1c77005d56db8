package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.EdgeFacts;
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
    private final Predicate<DatasetId> seen;
    private final Set<Edge.Name> followed = new HashSet<>();
    private OtherNames names;

    SameColumns(EdgeSource source, TimePoint at, Predicate<DatasetId> seen) {
        this.source = source;
        this.at = at;
        this.seen = seen;
        this.names = OtherNames.of(source, List.of(), at, seen);
    }

    /**
     * Returns the columns a dataset has under its other names, renames in the direction asked for among them, and those names
     * as wholes.
     */
    List<ColumnRef> columnsOf(DatasetId dataset, Way way) {
        Set<DatasetId> all = new TreeSet<>(List.of(dataset));
        int before = 0;
        while (all.size() > before) {
            before = all.size();
            OtherNames others = OtherNames.of(source, all, at, seen);
            all.addAll(others.all());
            followed.addAll(others.aliases());
            for (EdgeSource.Found found : others.renames()) {
                if (found.edge() instanceof Edge.Name name && all.contains(way == Way.DOWN ? name.from() : name.to())) {
                    followed.add(name);
                    all.add(name.from());
                    all.add(name.to());
                }
            }
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

    /** Looks the datasets of some columns up, and returns the columns under their other names. */
    Set<ColumnRef> of(Collection<ColumnRef> columns) {
        Set<DatasetId> datasets = new TreeSet<>();
        columns.forEach(column -> datasets.add(column.dataset()));
        names = OtherNames.of(source, datasets, at, seen);
        followed.addAll(names.aliases());
        Map<DatasetId, Set<DatasetId>> others = new HashMap<>();
        Set<ColumnRef> same = new TreeSet<>();
        if (!names.aliases().isEmpty()) {
            for (ColumnRef column : columns) {
                others.computeIfAbsent(column.dataset(), names::of)
                        .forEach(other -> same.add(new ColumnRef(other, column.field())));
            }
        }
        return same;
    }

    /** Returns the columns that those last looked up became by a rename, or were before it. */
    Set<ColumnRef> renamed(Collection<ColumnRef> columns, boolean down) {
        Set<ColumnRef> renamed = new TreeSet<>();
        for (EdgeSource.Found found : names.renames()) {
            if (found.edge() instanceof Edge.Name name) {
                DatasetId near = down ? name.from() : name.to();
                DatasetId far = down ? name.to() : name.from();
                for (ColumnRef column : columns) {
                    ColumnRef other = new ColumnRef(far, column.field());
                    if (column.dataset().equals(near)) {
                        followed.add(name);
                        renamed.add(other);
                    }
                }
            }
        }
        return renamed;
    }

    /** Tells the edges that join the names of one column where edges lead to both. */
    void edges(Set<ColumnRef> ends, Consumer<ColumnGraph.Edge> told) {
        Map<Edge, EdgeFacts> known = followed.isEmpty() ? Map.of() : source.facts(new ArrayList<>(followed), at);
        for (Edge.Name name : followed) {
            EdgeFacts facts = known.get(name);
            if (facts == null) {
                continue;
            }
            Transformation how = new Transformation(
                    "DIRECT", "IDENTITY", name.kind() == Edge.Name.Kind.ALIAS ? "symlink" : "rename", null);
            for (ColumnRef column : source.columns(name.from())) {
                ColumnRef other = new ColumnRef(name.to(), column.field());
                if (ends.contains(column) && ends.contains(other)) {
                    told.accept(new ColumnGraph.Edge(new ColumnEdge(column, other, how), null, facts, true));
                }
            }
        }
    }
}
