package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.EntityFold;
import io.rowtrail.graph.fold.EntityState;
import io.rowtrail.graph.fold.EventSet;
import io.rowtrail.graph.fold.Settling;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.TellerFold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.TransactionContext;

/**
 * Folds one batch into the graph within a transaction.
 *
 * <p>For each teller the batch adds to, its edges are folded before and after. What an edge gains is united with what is
 * stored; where a teller takes something back (a run that failed after all), the edge is folded anew from all its tellers.
 */
final class BatchFold {

    private final TransactionContext tx;
    private final Keys keys;
    private final FoldMemory memory;
    private final Tellers tellers;
    private final BatchWrites writes;
    private final FormerColumns former;
    private final Map<Teller, List<LoggedFacts>> after = new LinkedHashMap<>();
    private final Map<Edge, EdgeReach> gained = new LinkedHashMap<>();
    private final Set<Edge> anew = new HashSet<>();

    private BatchFold(TransactionContext tx, Keys keys, FoldMemory memory) {
        this.tx = tx;
        this.keys = keys;
        this.memory = memory;
        this.tellers = new Tellers(tx, keys);
        this.writes = new BatchWrites(tx, keys, memory);
        this.former = new FormerColumns(keys);
    }

    static Positions.Change apply(TransactionContext tx, Keys keys, FoldMemory memory, List<LoggedFacts> facts) {
        return facts.isEmpty() ? Positions.Change.NONE : new BatchFold(tx, keys, memory).apply(facts);
    }

    private Positions.Change apply(List<LoggedFacts> facts) {
        entities(facts);
        Map<Teller, List<LoggedFacts>> told = new LinkedHashMap<>();
        for (LoggedFacts event : facts) {
            told.computeIfAbsent(Teller.of(event.facts()), t -> new ArrayList<>())
                    .add(event);
        }
        Map<Teller, List<LoggedFacts>> before = before(told);
        told.forEach((teller, added) -> teller(teller, before.getOrDefault(teller, List.of()), added));
        edges();
        new NameWrites(tx, keys, tellers, writes).apply(facts);
        writes.flush();
        return writes.change();
    }

    /** What is stored of each teller; of a run of which old events were settled, all of it if the new ones need that. */
    private Map<Teller, List<LoggedFacts>> before(Map<Teller, List<LoggedFacts>> told) {
        Map<Teller, List<LoggedFacts>> stored = tellers.of(told.keySet());
        Map<Teller, List<LoggedFacts>> needed = new HashMap<>();
        stored.forEach((teller, kept) -> {
            if (Settling.needsAll(kept, told.getOrDefault(teller, List.of()))) {
                needed.put(teller, kept);
            }
        });
        stored.putAll(tellers.whole(needed));
        return stored;
    }

    private void teller(Teller teller, List<LoggedFacts> before, List<LoggedFacts> added) {
        List<LoggedFacts> all = new ArrayList<>(before);
        all.addAll(added);
        List<LoggedFacts> now = EventSet.of(all);
        if (entries(now).equals(entries(before))) {
            return;
        }
        Settling settling = Settling.of(now);
        after.put(teller, now);
        writes.teller(teller, before, settling.kept());
        writes.settled(teller, settling.settled());
        Map<Edge, EdgeReach> edgesBefore = TellerFold.edges(before);
        Map<Edge, EdgeReach> edgesNow = TellerFold.edges(now);
        edgesNow.forEach((edge, reach) -> {
            EdgeReach then = edgesBefore.get(edge);
            if (!reach.equals(then)) {
                gained.merge(edge, reach, EdgeReach::union);
                if (then != null && !reach.surelyIncludes(then)) {
                    anew.add(edge);
                }
            }
        });
        for (Edge edge : edgesBefore.keySet()) {
            if (!edgesNow.containsKey(edge)) {
                anew.add(edge);
            }
        }
    }

    private static List<String> entries(List<LoggedFacts> events) {
        return events.stream().map(e -> e.digest() + e.entry()).toList();
    }

    private void edges() {
        Map<Edge, EdgeReach> refolded = anew.isEmpty() ? Map.of() : foldAnew();
        Map<Edge, EdgeReach> unknown = new LinkedHashMap<>();
        gained.forEach((edge, more) -> {
            if (anew.isEmpty() || !anew.contains(edge)) {
                EdgeReach then = memory.edge(edge);
                if (then == null) {
                    unknown.put(edge, more);
                } else {
                    EdgeReach now = then.union(more);
                    if (!now.equals(then)) {
                        change(edge, then, now);
                    }
                }
            }
        });
        Set<Edge> read = new LinkedHashSet<>(unknown.keySet());
        read.addAll(anew);
        Map<Edge, EdgeReach> stored = read.isEmpty() ? Map.of() : new StoredEdges(tx, keys).reaches(read);
        unknown.forEach((edge, more) -> {
            EdgeReach then = stored.get(edge);
            change(edge, then, then == null ? more : then.union(more));
        });
        anew.forEach(edge -> change(edge, stored.get(edge), refolded.get(edge)));
        writes.former(former.rows(judging(), this::events));
    }

    /** Where the written edges stand whose word counts for column edges that changed. */
    private Map<Edge, EdgeReach> judging() {
        Map<Edge, EdgeReach> known = new HashMap<>();
        Set<Edge> read = new LinkedHashSet<>();
        for (Edge edge : former.judges()) {
            EdgeReach reach = memory.edge(edge);
            if (reach == null) {
                read.add(edge);
            } else {
                known.put(edge, reach);
            }
        }
        if (!read.isEmpty()) {
            known.putAll(new StoredEdges(tx, keys).reaches(read));
        }
        return known;
    }

    private List<LoggedFacts> events(RunId run) {
        Teller teller = new Teller.OfRun(run);
        return after.containsKey(teller)
                ? after.get(teller)
                : tellers.of(List.of(teller)).getOrDefault(teller, List.of());
    }

    private void change(Edge edge, @Nullable EdgeReach then, @Nullable EdgeReach now) {
        if (now == null) {
            writes.delete(edge);
        } else if (!now.equals(then)) {
            writes.edge(edge, now, then);
            former.changed(edge, then, now);
        }
        memory.edge(edge, now);
    }

    /** Folds the edges from which something was taken back out of all tellers that may tell of them. */
    private Map<Edge, EdgeReach> foldAnew() {
        Set<JobId> jobs = new HashSet<>();
        Set<DatasetId> datasets = new HashSet<>();
        for (Edge edge : anew) {
            JobId job = edge.job();
            if (job != null) {
                jobs.add(job);
            } else {
                datasets.addAll(edge.datasets());
            }
        }
        Map<Teller, List<LoggedFacts>> all = new HashMap<>();
        if (!jobs.isEmpty()) {
            all.putAll(tellers.ofJobs(jobs));
        }
        if (!datasets.isEmpty()) {
            all.putAll(tellers.ofDatasets(datasets));
        }
        all.putAll(after);
        Map<Edge, EdgeReach> folded = new HashMap<>();
        for (List<LoggedFacts> events : all.values()) {
            TellerFold.edges(events).forEach((edge, reach) -> {
                if (anew.contains(edge)) {
                    folded.merge(edge, reach, EdgeReach::union);
                }
            });
        }
        return folded;
    }

    private void entities(List<LoggedFacts> facts) {
        Map<DatasetId, EntityState> datasets = new LinkedHashMap<>();
        Map<JobId, EntityState> jobs = new LinkedHashMap<>();
        for (LoggedFacts event : facts) {
            EntityFold.datasets(event).forEach((id, state) -> datasets.merge(id, state, EntityState::merge));
            EntityFold.jobs(event).forEach((id, state) -> jobs.merge(id, state, EntityState::merge));
        }
        Entities entities = new Entities(tx, keys);
        Map<DatasetId, EntityState> knownDatasets = memory.datasets(datasets.keySet(), entities::datasets);
        datasets.forEach((id, state) -> {
            EntityState then = knownDatasets.get(id);
            EntityState now = then == null ? state : then.merge(state);
            if (!now.equals(then)) {
                writes.dataset(entities.row(id, then, now));
                memory.dataset(id, now);
            }
        });
        Map<JobId, EntityState> knownJobs = memory.jobs(jobs.keySet(), entities::jobs);
        jobs.forEach((id, state) -> {
            EntityState then = knownJobs.get(id);
            EntityState now = then == null ? state : then.merge(state);
            if (!now.equals(then)) {
                writes.job(entities.row(id, then, now));
                memory.job(id, now);
            }
        });
    }
}
