package io.rowtrail.graph.memory;

import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.ColumnWalk;
import io.rowtrail.graph.fold.LineageWalk;
import io.rowtrail.graph.fold.Teller;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The queries over a folded log, as somebody sees it who may not know all of it. */
abstract class FoldedReader implements LineageReader {

    private final Clock clock;
    private final Visibility visibility;

    FoldedReader(Clock clock, Visibility visibility) {
        this.clock = clock;
        this.visibility = visibility;
    }

    /** The state to ask. */
    abstract FoldedLog folded();

    @Override
    public LineageReader seenBy(Visibility other) {
        FoldedReader whole = this;
        return new FoldedReader(clock, visibility.and(other)) {
            @Override
            FoldedLog folded() {
                return whole.folded();
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
        return LineageWalk.answer(folded(), seen(query), clock);
    }

    @Override
    public Optional<ColumnGraph> columnLineage(LineageQuery query) {
        return ColumnWalk.answer(folded(), seen(query), clock);
    }

    private LineageQuery seen(LineageQuery query) {
        return query.seenBy(visibility.and(query.visibility()));
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
    public List<ColumnRef> columns(DatasetId dataset) {
        return visibility.sees(dataset) ? folded().columns(dataset) : List.of();
    }

    @Override
    public Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        List<VersionView> views = folded().versions().stream()
                .filter(v -> v.dataset().equals(dataset) && visibility.sees(dataset))
                .sorted(Comparator.comparing(VersionView::time)
                        .thenComparing(VersionView::version)
                        .thenComparing(VersionView::run)
                        .reversed())
                .toList();
        return page(
                views, page, v -> v.time() + "|" + v.version() + "|" + v.run().uuid(), Optional::of);
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
    public List<NodeId> search(String text, int limit) {
        FoldedLog state = folded();
        String wanted = text.toLowerCase(Locale.ROOT);
        Stream<NodeId> datasets = state.datasets().keySet().stream()
                .filter(d -> d.name().toLowerCase(Locale.ROOT).contains(wanted))
                .map(d -> d);
        Stream<NodeId> jobs = state.jobs().keySet().stream()
                .filter(j -> j.name().toLowerCase(Locale.ROOT).contains(wanted))
                .map(j -> j);
        return Stream.concat(datasets, jobs)
                .filter(visibility::sees)
                .sorted(Comparator.comparing(NodeId::nodeId))
                .limit(limit)
                .toList();
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
