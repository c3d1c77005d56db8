package io.rowtrail.graph.memory;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.Position;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.ColumnWalk;
import io.rowtrail.graph.fold.LineageWalk;
import io.rowtrail.graph.fold.Teller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A {@link LineageGraph} in memory. */
public final class InMemoryLineageGraph implements LineageGraph {

    private final Clock clock;
    private final Map<String, Position> positions = new HashMap<>();
    private final List<LoggedFacts> log = new ArrayList<>();
    private FoldedLog folded = FoldedLog.of(List.of());
    private boolean stale;

    public InMemoryLineageGraph(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Position position(String name) {
        return positions.getOrDefault(name, new Position(name, 0, 0));
    }

    @Override
    public synchronized Applied apply(Batch batch) {
        Position position = position(batch.log());
        if (batch.epoch() < position.epoch()) {
            return new Applied.StaleEpoch(position);
        }
        if (batch.fromIndex() != position.nextIndex()) {
            return new Applied.UnexpectedIndex(position);
        }
        Position next = new Position(batch.log(), batch.epoch(), batch.toIndex());
        log.addAll(batch.facts());
        stale = true;
        positions.put(batch.log(), next);
        return new Applied.Folded(next);
    }

    @Override
    public synchronized void reset() {
        log.clear();
        stale = true;
        positions.replaceAll((name, position) -> new Position(name, position.epoch(), 0));
    }

    private synchronized FoldedLog folded() {
        if (stale) {
            folded = FoldedLog.of(log);
            stale = false;
        }
        return folded;
    }

    @Override
    public Optional<NodeId> resolve(List<NodeId> readings) {
        FoldedLog state = folded();
        return readings.stream().filter(state::exists).findFirst();
    }

    @Override
    public Optional<Lineage> lineage(LineageQuery query) {
        return LineageWalk.answer(folded(), query, clock);
    }

    @Override
    public Optional<ColumnGraph> columnLineage(LineageQuery query) {
        return ColumnWalk.answer(folded(), query, clock);
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
        return List.copyOf(new TreeSet<>(Stream.concat(
                        state.datasets().keySet().stream().map(DatasetId::namespace),
                        state.jobs().keySet().stream().map(JobId::namespace))
                .toList()));
    }

    @Override
    public Page<DatasetView> datasets(String namespace, PageRequest page) {
        FoldedLog state = folded();
        List<DatasetView> views = state.datasets().keySet().stream()
                .filter(d -> d.namespace().equals(namespace))
                .map(state::view)
                .toList();
        return page(views, page, v -> v.id().name());
    }

    @Override
    public Optional<DatasetView> dataset(DatasetId id) {
        FoldedLog state = folded();
        return state.datasets().containsKey(id) ? Optional.of(state.view(id)) : Optional.empty();
    }

    @Override
    public List<ColumnRef> columns(DatasetId dataset) {
        return folded().columns(dataset);
    }

    @Override
    public Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        List<VersionView> views = folded().versions().stream()
                .filter(v -> v.dataset().equals(dataset))
                .sorted(Comparator.comparing(VersionView::time)
                        .thenComparing(VersionView::version)
                        .thenComparing(VersionView::run)
                        .reversed())
                .toList();
        return page(
                views, page, v -> v.time() + "|" + v.version() + "|" + v.run().uuid());
    }

    @Override
    public Page<JobView> jobs(String namespace, PageRequest page) {
        FoldedLog state = folded();
        List<JobView> views = state.jobs().keySet().stream()
                .filter(j -> j.namespace().equals(namespace))
                .map(state::view)
                .toList();
        return page(views, page, v -> v.id().name());
    }

    @Override
    public Optional<JobView> job(JobId id) {
        FoldedLog state = folded();
        return state.jobs().containsKey(id) ? Optional.of(state.view(id)) : Optional.empty();
    }

    @Override
    public Page<RunView> runs(JobId job, PageRequest page) {
        List<RunView> views = folded().runs().stream()
                .filter(r -> r.job().equals(job))
                .sorted(Comparator.comparing(RunView::startedAt)
                        .thenComparing(RunView::id)
                        .reversed())
                .toList();
        return page(views, page, r -> r.startedAt() + "|" + r.id().uuid());
    }

    @Override
    public Optional<RunView> run(RunId id) {
        return folded().run(new Teller.OfRun(id));
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
                .sorted(Comparator.comparing(NodeId::nodeId))
                .limit(limit)
                .toList();
    }

    @Override
    public void export(ExportForm form, Consumer<String> line) {
        folded().lines(form).forEach(line);
    }

    @Override
    public void close() {
        // nothing is held
    }

    /** Cuts a sorted list after the item whose key is the cursor. */
    private static <T> Page<T> page(List<T> all, PageRequest page, Function<T, String> key) {
        int from = 0;
        if (page.after() != null) {
            while (from < all.size() && !key.apply(all.get(from)).equals(page.after())) {
                from++;
            }
            from = Math.min(from + 1, all.size());
        }
        int to = Math.min(from + page.limit(), all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? key.apply(all.get(to - 1)) : null);
    }
}
