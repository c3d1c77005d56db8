package io.rowtrail.graph.memory;

import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.DatasetName;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.Paths;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.SearchHit;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.ColumnWalk;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EntityState;
import io.rowtrail.graph.fold.JoinedNames;
import io.rowtrail.graph.fold.LineageWalk;
import io.rowtrail.graph.fold.PathWalk;
import io.rowtrail.graph.fold.SearchRank;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.VersionOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The queries over a folded log, as somebody sees it who may not know all of it. */
abstract class FoldedReader implements LineageReader {

    private final Clock clock;
    private final Visibility visibility;

    private final TimePoint at;

    FoldedReader(Clock clock, Visibility visibility, TimePoint at) {
        this.clock = clock;
        this.visibility = visibility;
        this.at = at;
    }

    /** The log to ask. */
    abstract List<LoggedFacts> log();

    /** Its state. */
    abstract FoldedLog whole();

    /** The state at the time looked from. */
    private FoldedLog folded() {
        return at.equals(TimePoint.NOW)
                ? whole()
                : FoldedLog.of(log().stream().filter(at::sees).toList());
    }

    @Override
    public LineageReader seenBy(Visibility other) {
        return from(visibility.and(other), at);
    }

    @Override
    public LineageReader at(TimePoint time) {
        return from(visibility, time);
    }

    private LineageReader from(Visibility seen, TimePoint time) {
        FoldedReader here = this;
        return new FoldedReader(clock, seen, time) {
            @Override
            List<LoggedFacts> log() {
                return here.log();
            }

            @Override
            FoldedLog whole() {
                return here.whole();
            }
        };
    }

    @Override
    public Optional<NodeId> resolve(List<NodeId> readings) {
        FoldedLog state = folded();
        return readings.stream()
                .filter(node ->
                        node instanceof RunId run ? run(run).isPresent() : visibility.shows(node) && state.exists(node))
                .findFirst();
    }

    @Override
    public Optional<Lineage> lineage(LineageQuery query) {
        return LineageWalk.answer(whole(), seen(query), clock);
    }

    @Override
    public Optional<ColumnGraph> columnLineage(LineageQuery query) {
        return ColumnWalk.answer(whole(), seen(query), clock);
    }

    @Override
    public Optional<Paths> paths(LineageQuery query, NodeId to) {
        return PathWalk.answer(whole(), seen(query), to, clock);
    }

    private LineageQuery seen(LineageQuery query) {
        LineageQuery seen = query.seenBy(visibility.and(query.visibility()));
        return query.at().equals(TimePoint.NOW) ? seen.at(at) : seen;
    }

    @Override
    public ColumnDiff columnDiff(DatasetId dataset, RunId left, RunId right) {
        return ColumnDiff.between(dataset, left, columns(dataset, left), right, columns(dataset, right));
    }

    private List<ColumnEdge> columns(DatasetId dataset, RunId run) {
        return run(run).map(RunView::columns).orElse(List.of()).stream()
                .filter(e -> e.to().dataset().equals(dataset))
                .toList();
    }

    @Override
    public List<String> namespaces() {
        FoldedLog state = folded();
        return Stream.concat(
                        state.datasets().keySet().stream()
                                .filter(visibility::sees)
                                .map(DatasetId::namespace),
                        state.jobs().keySet().stream().filter(visibility::sees).map(JobId::namespace))
                .sorted()
                .distinct()
                .toList();
    }

    @Override
    public Optional<Lifetime> namespace(String name) {
        FoldedLog state = folded();
        List<NodeId> nodes = new ArrayList<>();
        state.datasets().keySet().stream()
                .filter(d -> d.namespace().equals(name))
                .forEach(nodes::add);
        state.jobs().keySet().stream().filter(j -> j.namespace().equals(name)).forEach(nodes::add);
        return lifetimes(state, nodes).values().stream().reduce(Lifetime::union);
    }

    @Override
    public Map<NodeId, Lifetime> lifetimes(Collection<? extends NodeId> nodes) {
        return lifetimes(whole(), nodes);
    }

    private Map<NodeId, Lifetime> lifetimes(FoldedLog state, Collection<? extends NodeId> nodes) {
        Map<NodeId, Lifetime> lifetimes = new HashMap<>();
        for (NodeId node : nodes) {
            EntityState known = node instanceof JobId job
                    ? state.jobs().get(job)
                    : state.datasets().get(node);
            if (known != null && visibility.sees(node)) {
                lifetimes.put(node, new Lifetime(known.firstSeen(), known.lastSeen()));
            }
        }
        return lifetimes;
    }

    @Override
    public List<Long> existing(Births kind, List<Instant> before) {
        FoldedLog state = folded();
        Map<String, Instant> births = new HashMap<>();
        Map<? extends NodeId, EntityState> states = kind == Births.JOBS ? state.jobs() : state.datasets();
        states.forEach((id, known) -> {
            if (visibility.sees(id)) {
                String name = kind == Births.SOURCES ? ((DatasetId) id).namespace() : id.nodeId();
                births.merge(name, known.firstSeen(), (a, b) -> a.isBefore(b) ? a : b);
            }
        });
        return before.stream()
                .map(time -> births.values().stream().filter(time::isAfter).count())
                .toList();
    }

    @Override
    public long countDatasets(String namespace) {
        return folded().datasets().keySet().stream()
                .filter(d -> d.namespace().equals(namespace) && visibility.sees(d))
                .count();
    }

    @Override
    public long countJobs(String namespace) {
        return folded().jobs().keySet().stream()
                .filter(j -> j.namespace().equals(namespace) && visibility.sees(j))
                .count();
    }

    @Override
    public Page<DatasetView> datasets(String namespace, PageRequest page) {
        FoldedLog state = folded();
        return page(
                state.datasets().keySet().stream()
                        .filter(d -> d.namespace().equals(namespace))
                        .toList(),
                page,
                DatasetId::name,
                d -> state.view(d).seenBy(visibility));
    }

    @Override
    public Optional<DatasetView> dataset(DatasetId id) {
        FoldedLog state = folded();
        return state.datasets().containsKey(id) ? state.view(id).seenBy(visibility) : Optional.empty();
    }

    @Override
    public List<DatasetName> names(DatasetId dataset) {
        return JoinedNames.of(folded(), dataset, TimePoint.NOW, visibility);
    }

    @Override
    public List<JobLink> links(JobId job) {
        return JoinedNames.of(folded(), job, TimePoint.NOW, visibility);
    }

    @Override
    public List<ColumnRef> columns(DatasetId dataset) {
        return visibility.sees(dataset) ? folded().columns(dataset) : List.of();
    }

    @Override
    public Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        List<VersionView> views = folded().versions().stream()
                .filter(v -> v.dataset().equals(dataset) && visibility.sees(dataset))
                .sorted(Comparator.comparing((VersionView v) -> VersionOrder.key(v))
                        .reversed())
                .toList();
        return page(views, page, VersionOrder::key, Optional::of);
    }

    @Override
    public long countVersions(DatasetId dataset) {
        return folded().versions().stream()
                .filter(v -> v.dataset().equals(dataset) && visibility.sees(dataset))
                .count();
    }

    @Override
    public long countRuns(JobId job) {
        return folded().runs().stream()
                .filter(r -> r.job().equals(job) && visibility.sees(job))
                .count();
    }

    @Override
    public Page<JobView> jobs(String namespace, PageRequest page) {
        FoldedLog state = folded();
        return page(
                state.jobs().keySet().stream()
                        .filter(j -> j.namespace().equals(namespace))
                        .toList(),
                page,
                JobId::name,
                j -> state.view(j).seenBy(visibility));
    }

    @Override
    public Optional<JobView> job(JobId id) {
        FoldedLog state = folded();
        return state.jobs().containsKey(id) ? state.view(id).seenBy(visibility) : Optional.empty();
    }

    @Override
    public Page<RunView> runs(JobId job, PageRequest page) {
        List<RunView> views = folded().runs().stream()
                .filter(r -> r.job().equals(job))
                .sorted(Comparator.comparing(RunView::startedAt)
                        .thenComparing(RunView::id)
                        .reversed())
                .toList();
        return page(views, page, r -> r.startedAt() + "|" + r.id().uuid(), r -> r.seenBy(visibility));
    }

    @Override
    public Optional<RunView> run(RunId id) {
        return folded().run(new Teller.OfRun(id)).flatMap(r -> r.seenBy(visibility));
    }

    @Override
    public Map<DatasetId, DatasetView> datasets(Collection<DatasetId> ids) {
        return present(ids, this::dataset);
    }

    @Override
    public Map<JobId, JobView> jobs(Collection<JobId> ids) {
        return present(ids, this::job);
    }

    @Override
    public Map<JobId, RunView> latestRuns(Collection<JobId> jobs) {
        return present(
                jobs,
                job -> runs(job, PageRequest.first(1)).items().stream()
                        .findFirst()
                        .map(RunView::brief));
    }

    private static <K, V> Map<K, V> present(Collection<K> keys, Function<K, Optional<V>> view) {
        Map<K, V> views = new LinkedHashMap<>();
        keys.forEach(key -> view.apply(key).ifPresent(found -> views.put(key, found)));
        return views;
    }

    @Override
    public List<SearchHit> search(SearchQuery query) {
        FoldedLog state = folded();
        SearchRank rank = new SearchRank(query);
        state.datasets().forEach((id, known) -> {
            if (visibility.sees(id)) {
                rank.offer(id, id.namespace(), id.name(), known.lastSeen());
            }
        });
        state.jobs().forEach((id, known) -> {
            if (visibility.sees(id)) {
                rank.offer(id, id.namespace(), id.name(), known.lastSeen());
            }
        });
        for (Edge edge : state.edges().keySet()) {
            if (edge instanceof Edge.Derive derive) {
                for (ColumnRef column :
                        List.of(derive.edge().from(), derive.edge().to())) {
                    EntityState known = state.datasets().get(column.dataset());
                    if (known != null && !column.isWhole() && visibility.shows(column)) {
                        rank.offerColumn(column.dataset(), column.field(), known.lastSeen());
                    }
                }
            }
        }
        return rank.hits();
    }

    /** Cuts a sorted list after the row whose key is the cursor. */
    private static <R, T> Page<T> page(
            List<R> all, PageRequest page, Function<R, String> key, Function<R, Optional<T>> shown) {
        return Page.cut(
                page,
                (after, limit) -> {
                    int from = 0;
                    while (after != null
                            && from < all.size()
                            && !key.apply(all.get(from)).equals(after)) {
                        from++;
                    }
                    from = Math.min(after == null ? 0 : from + 1, all.size());
                    return all.subList(from, Math.min(from + limit, all.size()));
                },
                key,
                shown);
    }
}
