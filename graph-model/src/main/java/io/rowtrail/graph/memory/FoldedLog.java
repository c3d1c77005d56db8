package io.rowtrail.graph.memory;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Schema;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.EdgeSource;
import io.rowtrail.graph.fold.EntityFold;
import io.rowtrail.graph.fold.EntityState;
import io.rowtrail.graph.fold.EventSet;
import io.rowtrail.graph.fold.ExportLines;
import io.rowtrail.graph.fold.NameFold;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.StatedColumns;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.TellerFold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The state of a whole log, folded at once. */
record FoldedLog(
        Map<DatasetId, EntityState> datasets,
        Map<JobId, EntityState> jobs,
        Map<Teller, List<LoggedFacts>> tellers,
        Map<RunId, Map<Edge, EdgeReach>> runEdges,
        Map<Edge, EdgeReach> edges)
        implements EdgeSource {

    static FoldedLog of(List<LoggedFacts> log) {
        FoldedLog folded =
                new FoldedLog(new TreeMap<>(), new TreeMap<>(), new HashMap<>(), new TreeMap<>(), new HashMap<>());
        Map<DatasetId, List<LoggedFacts>> naming = new TreeMap<>();
        for (LoggedFacts event : log) {
            EntityFold.datasets(event).forEach((id, s) -> folded.datasets.merge(id, s, EntityState::merge));
            EntityFold.jobs(event).forEach((id, s) -> folded.jobs.merge(id, s, EntityState::merge));
            folded.tellers
                    .computeIfAbsent(Teller.of(event.facts()), t -> new ArrayList<>())
                    .add(event);
            NameFold.touched(event.facts())
                    .forEach(d ->
                            naming.computeIfAbsent(d, n -> new ArrayList<>()).add(event));
        }
        folded.tellers.replaceAll((teller, events) -> EventSet.of(events));
        folded.tellers.forEach((teller, events) -> {
            Map<Edge, EdgeReach> told = TellerFold.edges(events);
            if (teller instanceof Teller.OfRun run) {
                folded.runEdges.put(run.run(), told);
            }
            told.forEach((edge, reach) -> folded.edges.merge(edge, reach, EdgeReach::union));
        });
        naming.forEach((dataset, events) -> folded.edges.putAll(names(dataset, events, naming)));
        return folded;
    }

    private static Map<Edge, EdgeReach> names(
            DatasetId dataset, List<LoggedFacts> events, Map<DatasetId, List<LoggedFacts>> naming) {
        List<LoggedFacts> all = new ArrayList<>(events);
        for (DatasetId other : NameFold.others(dataset, events)) {
            all.addAll(naming.getOrDefault(other, List.of()));
        }
        return NameFold.edges(dataset, all);
    }

    List<RunView> runs() {
        return tellers.keySet().stream()
                .map(this::run)
                .flatMap(Optional::stream)
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
    }

    Optional<RunView> run(Teller teller) {
        List<LoggedFacts> events = teller instanceof Teller.OfRun ? tellers.get(teller) : null;
        return events == null
                ? Optional.empty()
                : Optional.of(RunFold.view(events, parent -> tellers.containsKey(new Teller.OfRun(parent))));
    }

    List<VersionView> versions() {
        return tellers.entrySet().stream()
                .filter(e -> e.getKey() instanceof Teller.OfRun)
                .flatMap(e -> RunFold.versions(e.getValue()).stream())
                .toList();
    }

    DatasetView view(DatasetId id) {
        return EntityFold.view(id, Objects.requireNonNull(datasets.get(id)));
    }

    JobView view(JobId id) {
        List<DatasetId> inputs = new ArrayList<>();
        List<DatasetId> outputs = new ArrayList<>();
        Scope effective = new Scope(TimePoint.NOW, Effect.EFFECTIVE, Integer.MAX_VALUE);
        for (Found found : ofJobs(List.of(id), effective).edges()) {
            (found.edge() instanceof Edge.Read ? inputs : outputs)
                    .addAll(found.edge().datasets());
        }
        return EntityFold.view(id, Objects.requireNonNull(jobs.get(id)), inputs, outputs);
    }

    List<String> lines(ExportForm form) {
        ExportLines lines = new ExportLines(form);
        List<String> all = new ArrayList<>();
        datasets.forEach((id, state) -> all.add(lines.dataset(id, state)));
        jobs.forEach((id, state) -> all.add(lines.job(id, state)));
        runs().forEach(run -> all.add(lines.run(run)));
        versions().forEach(version -> all.add(lines.version(version)));
        edges.forEach((edge, reach) -> lines.edge(edge, reach).ifPresent(all::add));
        return all.stream().sorted().toList();
    }

    @Override
    public boolean exists(NodeId node) {
        if (node instanceof DatasetId dataset) {
            return datasets.containsKey(dataset);
        }
        if (node instanceof JobId job) {
            return jobs.containsKey(job);
        }
        if (node instanceof ColumnRef column) {
            return datasets.containsKey(column.dataset())
                    && (column.isWhole() || columns(column.dataset()).contains(column));
        }
        return node instanceof RunId run && tellers.containsKey(new Teller.OfRun(run));
    }

    @Override
    public Around around(Collection<DatasetId> down, Collection<DatasetId> up, Scope scope) {
        Set<DatasetId> both = new TreeSet<>(down);
        both.addAll(up);
        return new Around(outOf(down, scope), into(up, scope), names(both, scope.ofNames()), true);
    }

    @Override
    public AroundColumns around(
            Collection<ColumnRef> down, Collection<ColumnRef> up, Collection<DatasetId> named, Scope scope) {
        return new AroundColumns(derivedFrom(down, scope), derivedInto(up, scope), names(named, scope.ofNames()));
    }

    @Override
    public Part outOf(Collection<DatasetId> from, Scope scope) {
        Set<DatasetId> wanted = new HashSet<>(from);
        return found(
                scope,
                e -> (e instanceof Edge.Read read && wanted.contains(read.dataset()))
                        || (e instanceof Edge.Flow flow && wanted.contains(flow.from())));
    }

    private Part into(Collection<DatasetId> to, Scope scope) {
        Set<DatasetId> wanted = new HashSet<>(to);
        return found(
                scope,
                e -> (e instanceof Edge.Write write && wanted.contains(write.dataset()))
                        || (e instanceof Edge.Flow flow && wanted.contains(flow.to())));
    }

    @Override
    public Part ofJobs(Collection<JobId> of, Scope scope) {
        Set<JobId> wanted = new HashSet<>(of);
        return found(scope, e -> (e instanceof Edge.Read || e instanceof Edge.Write) && wanted.contains(e.job()));
    }

    @Override
    public Part derivedFrom(Collection<ColumnRef> columns, Scope scope) {
        Set<ColumnRef> wanted = new HashSet<>(columns);
        return found(
                scope,
                e -> e instanceof Edge.Derive derive
                        && (wanted.contains(derive.edge().from())
                                || wanted.contains(
                                        ColumnRef.whole(derive.edge().from().dataset()))));
    }

    private Part derivedInto(Collection<ColumnRef> columns, Scope scope) {
        Set<ColumnRef> wanted = new HashSet<>(columns);
        return found(
                scope,
                e -> e instanceof Edge.Derive derive
                        && wanted.contains(derive.edge().to()));
    }

    @Override
    public List<Found> names(Collection<DatasetId> datasets, Scope scope) {
        return found(
                        scope,
                        e -> e instanceof Edge.Name name
                                && (datasets.contains(name.from()) || datasets.contains(name.to())))
                .edges();
    }

    @Override
    public List<Found> links(Collection<JobId> of, Scope scope) {
        return found(scope, e -> e instanceof Edge.Link link && (of.contains(link.from()) || of.contains(link.to())))
                .edges();
    }

    @Override
    public Map<Edge.Write, Set<ColumnEdge>> stated(Collection<Edge.Write> writes, TimePoint at) {
        Map<Edge.Write, Set<ColumnEdge>> stated = new HashMap<>();
        for (Edge.Write write : writes) {
            StatedColumns.latest(write, runEdges, at).ifPresent(columns -> stated.put(write, columns));
        }
        return stated;
    }

    @Override
    public Map<Edge, EdgeFacts> facts(Collection<Edge> wanted, TimePoint at) {
        Map<Edge, EdgeFacts> facts = new HashMap<>();
        for (Edge edge : wanted) {
            EdgeReach reach = edges.get(edge);
            if (reach != null) {
                reach.facts(at).ifPresent(known -> facts.put(edge, known));
            }
        }
        return facts;
    }

    @Override
    public List<ColumnRef> columns(DatasetId dataset) {
        TreeSet<ColumnRef> columns = new TreeSet<>();
        if (!datasets.containsKey(dataset)) {
            return List.of();
        }
        Schema schema = view(dataset).schema();
        if (schema != null) {
            schema.fields().stream()
                    .filter(f -> !f.name().isEmpty())
                    .forEach(f -> columns.add(new ColumnRef(dataset, f.name())));
        }
        for (Edge edge : edges.keySet()) {
            if (edge instanceof Edge.Derive derive) {
                columns.add(derive.edge().from());
                columns.add(derive.edge().to());
            }
        }
        return columns.stream()
                .filter(c -> c.dataset().equals(dataset) && !c.isWhole())
                .toList();
    }

    private Part found(Scope scope, Predicate<Edge> wanted) {
        List<Found> found = new ArrayList<>();
        edges.forEach((edge, reach) -> {
            if (found.size() < scope.most() && wanted.test(edge)) {
                reach.facts(scope.at())
                        .filter(facts -> scope.wants(facts.effect()))
                        .ifPresent(facts -> found.add(new Found(edge, facts.effect(), () -> facts)));
            }
        });
        return new Part(found, found.size() >= scope.most());
    }
}
