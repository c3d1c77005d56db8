package io.rowtrail.graph.memory;

import io.rowtrail.graph.DatasetView;
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
import io.rowtrail.graph.fold.RunFold;
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
        Map<Edge, EdgeReach> edges)
        implements EdgeSource {

    static FoldedLog of(List<LoggedFacts> log) {
        FoldedLog folded = new FoldedLog(new TreeMap<>(), new TreeMap<>(), new HashMap<>(), new HashMap<>());
        for (LoggedFacts event : log) {
            EntityFold.datasets(event).forEach((id, s) -> folded.datasets.merge(id, s, EntityState::merge));
            EntityFold.jobs(event).forEach((id, s) -> folded.jobs.merge(id, s, EntityState::merge));
            folded.tellers
                    .computeIfAbsent(Teller.of(event.facts()), t -> new ArrayList<>())
                    .add(event);
        }
        folded.tellers.replaceAll((teller, events) -> EventSet.of(events));
        folded.tellers
                .values()
                .forEach(events -> TellerFold.edges(events)
                        .forEach((edge, reach) -> folded.edges.merge(edge, reach, EdgeReach::union)));
        return folded;
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
        return events == null ? Optional.empty() : Optional.of(RunFold.view(events));
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
        for (Found found : ofJobs(List.of(id))) {
            if (found.reach().effect(TimePoint.NOW).equals(Optional.of(Effect.EFFECTIVE))) {
                (found.edge() instanceof Edge.Read ? inputs : outputs)
                        .addAll(found.edge().datasets());
            }
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
    public List<Found> outOf(Collection<DatasetId> from) {
        Set<DatasetId> wanted = new HashSet<>(from);
        return found(e -> (e instanceof Edge.Read read && wanted.contains(read.dataset()))
                || (e instanceof Edge.Flow flow && wanted.contains(flow.from())));
    }

    @Override
    public List<Found> into(Collection<DatasetId> to) {
        Set<DatasetId> wanted = new HashSet<>(to);
        return found(e -> (e instanceof Edge.Write write && wanted.contains(write.dataset()))
                || (e instanceof Edge.Flow flow && wanted.contains(flow.to())));
    }

    @Override
    public List<Found> ofJobs(Collection<JobId> of) {
        Set<JobId> wanted = new HashSet<>(of);
        return found(e -> (e instanceof Edge.Read || e instanceof Edge.Write) && wanted.contains(e.job()));
    }

    @Override
    public List<Found> derivedFrom(Collection<ColumnRef> columns) {
        Set<ColumnRef> wanted = new HashSet<>(columns);
        return found(e -> e instanceof Edge.Derive derive
                && (wanted.contains(derive.edge().from())
                        || wanted.contains(ColumnRef.whole(derive.edge().from().dataset()))));
    }

    @Override
    public List<Found> derivedInto(Collection<ColumnRef> columns) {
        Set<ColumnRef> wanted = new HashSet<>(columns);
        return found(e ->
                e instanceof Edge.Derive derive && wanted.contains(derive.edge().to()));
    }

    @Override
    public Map<Edge, EdgeReach> reaches(Collection<Edge> wanted) {
        Map<Edge, EdgeReach> reaches = new HashMap<>();
        for (Edge edge : wanted) {
            EdgeReach reach = edges.get(edge);
            if (reach != null) {
                reaches.put(edge, reach);
            }
        }
        return reaches;
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

    private List<Found> found(Predicate<Edge> wanted) {
        return edges.entrySet().stream()
                .filter(e -> wanted.test(e.getKey()))
                .map(e -> new Found(e.getKey(), e.getValue()))
                .toList();
    }
}
