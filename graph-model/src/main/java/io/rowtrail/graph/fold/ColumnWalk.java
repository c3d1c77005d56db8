package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Walks columns, both ways in step. An influence on a dataset as a whole (a filter, a join) bears on each of its columns:
 * upstream of a column lies what bears on its dataset, and downstream of the whole lie all its columns.
 */
public final class ColumnWalk {

    static final Comparator<ColumnGraph.Edge> ORDER = Comparator.comparing(ColumnGraph.Edge::edge)
            .thenComparing(e -> e.job() == null ? "" : e.job().nodeId());

    private final EdgeSource source;
    private final LineageQuery query;
    private final Walk<ColumnRef> walk;
    private final Map<Edge.Derive, EdgeFacts> edges = new LinkedHashMap<>();
    private final SameColumns same;
    private final CurrentColumns current;

    private ColumnWalk(EdgeSource source, LineageQuery query, Clock clock) {
        this.source = source;
        this.query = query;
        this.walk = new Walk<>(query, clock, Comparator.<ColumnRef>naturalOrder());
        this.same = new SameColumns(source, query.at(), query.visibility()::sees);
        this.current = new CurrentColumns(source, query.at());
    }

    /** Answers a column lineage query; empty when its start is not there. */
    public static Optional<ColumnGraph> answer(EdgeSource source, LineageQuery query, Clock clock) {
        if (!query.visibility().shows(query.start()) || !source.exists(query.start())) {
            return Optional.empty();
        }
        return Optional.of(new ColumnWalk(source, query, clock).answer());
    }

    private ColumnGraph answer() {
        List<ColumnRef> starts = new ArrayList<>();
        if (query.start() instanceof ColumnRef column) {
            starts.add(column);
        } else if (query.start() instanceof DatasetId dataset) {
            starts.addAll(source.columns(dataset));
            starts.add(ColumnRef.whole(dataset));
        } else {
            throw new IllegalArgumentException("column lineage starts from a column or a dataset");
        }
        starts.forEach(walk::find);
        walk.take(0);
        starts.removeIf(column -> !walk.has(column));
        Cone down = new Cone(true, query.direction().downstream() ? from(starts, SameColumns.Way.DOWN) : List.of());
        Cone up = new Cone(false, query.direction().upstream() ? from(starts, SameColumns.Way.UP) : List.of());
        for (int distance = 0; walk.goesOn(level(down, up), distance); distance++) {
            step(down, up, distance);
            Set<ColumnRef> from = level(down, up);
            walk.take(distance + 1);
            walk.cut(from);
            down.next();
            up.next();
        }
        List<ColumnGraph.Edge> answer = walk.cutEdges(edges());
        return new ColumnGraph(
                query.start(),
                walk.nodes(n -> new ColumnGraph.Node(n.getKey(), n.getValue())),
                answer,
                walk.truncated(),
                walk.frontier(),
                walk.hidden(),
                same.ambiguous());
    }

    /** A dataset is asked for under all its names. */
    private List<ColumnRef> from(List<ColumnRef> starts, SameColumns.Way way) {
        List<ColumnRef> all = new ArrayList<>(starts);
        if (query.start() instanceof DatasetId dataset) {
            all.addAll(same.columnsOf(dataset, way));
        }
        return all;
    }

    /** Both ways in one question; another only for columns under other names of their datasets. */
    private void step(Cone down, Cone up, int distance) {
        Set<ColumnRef> moreDown = down.begin();
        Set<ColumnRef> moreUp = up.begin();
        while (!moreDown.isEmpty() || !moreUp.isEmpty()) {
            List<EdgeSource.AroundColumns> answers = walk.ask(
                    moreDown,
                    moreUp,
                    (downs, ups, scope) -> source.around(downs, ups, same.unasked(datasets(downs, ups)), scope));
            for (EdgeSource.AroundColumns around : answers) {
                same.hear(around.names());
                List<EdgeSource.Found> from = walk.edges(around.from());
                List<EdgeSource.Found> into = walk.edges(around.into());
                current.learn(from);
                current.learn(into);
                from.forEach(down::derived);
                into.forEach(up::derived);
            }
            moreDown = down.more();
            moreUp = up.more();
        }
        down.end(distance);
        up.end(distance);
    }

    private static Set<DatasetId> datasets(Collection<ColumnRef> downs, Collection<ColumnRef> ups) {
        Set<DatasetId> datasets = new HashSet<>();
        downs.forEach(column -> datasets.add(column.dataset()));
        ups.forEach(column -> datasets.add(column.dataset()));
        return datasets;
    }

    private static Set<ColumnRef> level(Cone down, Cone up) {
        Set<ColumnRef> both = new HashSet<>(down.level);
        both.addAll(up.level);
        return both;
    }

    /** One way of the walk. */
    private final class Cone {

        private final boolean down;
        private final Set<ColumnRef> expanded = new HashSet<>();
        private final NavigableSet<ColumnRef> beyond = walk.newSet();
        private final NavigableSet<ColumnRef> renamed = walk.newSet();
        private final NavigableSet<ColumnRef> near = walk.newSet();
        private final NavigableSet<ColumnRef> asked = walk.newSet();
        private NavigableSet<ColumnRef> level = walk.newSet();

        Cone(boolean down, List<ColumnRef> starts) {
            this.down = down;
            level.addAll(starts);
        }

        /** Returns the columns to ask for. */
        Set<ColumnRef> begin() {
            asked.clear();
            return unasked(level);
        }

        /** Returns the columns to ask for since other names of what was asked for are known. */
        Set<ColumnRef> more() {
            return unasked(same.of(asked));
        }

        private Set<ColumnRef> unasked(Collection<ColumnRef> columns) {
            NavigableSet<ColumnRef> more = walk.newSet();
            more.addAll(columns);
            if (!down) {
                columns.forEach(column -> more.add(ColumnRef.whole(column.dataset())));
            }
            more.removeAll(expanded);
            expanded.addAll(more);
            asked.addAll(more);
            return more;
        }

        void derived(EdgeSource.Found found) {
            if (found.edge() instanceof Edge.Derive derive
                    && walk.follows(found.effect())
                    && current.wants(found, query.mappings())) {
                ColumnRef far = down ? derive.edge().to() : derive.edge().from();
                if (walk.sees(derive.job(), far)) {
                    near.add(down ? derive.edge().from() : derive.edge().to());
                    edges.put(derive, found.facts().get());
                    beyond.add(far);
                }
            }
        }

        void end(int distance) {
            renamed.clear();
            renamed.addAll(same.renamed(asked, down ? SameColumns.Way.DOWN : SameColumns.Way.UP));
            walk.take(near, distance);
            near.clear();
            beyond.forEach(walk::find);
        }

        /** Goes on from what was reached, as far as it was taken. */
        void next() {
            NavigableSet<ColumnRef> next = walk.newSet();
            for (ColumnRef column : beyond) {
                if (walk.has(column) && !expanded.contains(column)) {
                    next.add(column);
                }
            }
            beyond.clear();
            renamed.removeAll(expanded);
            next.addAll(renamed);
            level = next;
        }
    }

    private List<ColumnGraph.Edge> edges() {
        List<ColumnGraph.Edge> answer = new ArrayList<>();
        edges.forEach((derive, facts) -> {
            if (walk.has(derive.edge().from()) && walk.has(derive.edge().to())) {
                answer.add(new ColumnGraph.Edge(derive.edge(), derive.job(), facts, current.has(derive)));
            }
        });
        same.edges(ends(answer), answer::add);
        answer.sort(ORDER);
        return answer;
    }

    /** The columns some edge of the answer ends at, and the one asked for. */
    private Set<ColumnRef> ends(List<ColumnGraph.Edge> answer) {
        Set<ColumnRef> ends = new HashSet<>();
        if (query.start() instanceof ColumnRef column) {
            ends.add(column);
        }
        answer.forEach(edge -> {
            ends.add(edge.edge().from());
            ends.add(edge.edge().to());
        });
        return ends;
    }
}
