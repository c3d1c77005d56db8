package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.EventSet;
import io.rowtrail.graph.fold.Teller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/** Reads the event sets of tellers. */
final class Tellers {

    static final String STATEMENTS = "UNWIND $keys AS key MATCH (n:Statement {entity: key})"
            + " USING INDEX SEEK n:Statement(entity) RETURN n.events AS events";

    private final TransactionContext tx;
    private final Keys keys;
    private final Map<String, String> shapes = new HashMap<>();

    Tellers(TransactionContext tx, Keys keys) {
        this.tx = tx;
        this.keys = keys;
    }

    /** Returns the events of each teller that has any. */
    Map<Teller, List<LoggedFacts>> of(Collection<Teller> tellers) {
        List<String> runs = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (Teller teller : tellers) {
            (teller instanceof Teller.OfRun ? runs : statements).add(keys.of(teller));
        }
        Map<Teller, List<LoggedFacts>> events = new HashMap<>();
        if (!runs.isEmpty()) {
            events.putAll(read("UNWIND $keys AS key MATCH (n:Run {key: key}) RETURN n.events AS events", runs));
        }
        if (!statements.isEmpty()) {
            events.putAll(
                    read("UNWIND $keys AS key MATCH (n:Statement {key: key}) RETURN n.events AS events", statements));
        }
        return events;
    }

    /** Returns the whole event sets of runs of which some events were settled, those that stand for others left out. */
    Map<Teller, List<LoggedFacts>> whole(Map<Teller, List<LoggedFacts>> kept) {
        Map<String, Teller> settled = new HashMap<>();
        kept.forEach((teller, events) -> {
            if (events.stream().anyMatch(e -> e.covered() != null)) {
                settled.put(keys.of(teller), teller);
            }
        });
        if (settled.isEmpty()) {
            return kept;
        }
        Map<Teller, List<LoggedFacts>> whole = new HashMap<>(kept);
        read(
                        "UNWIND $keys AS key MATCH (n:Settled {run: key}) RETURN collect(n.event) AS events, key",
                        List.copyOf(settled.keySet()))
                .forEach((teller, events) -> {
                    List<LoggedFacts> all = new ArrayList<>(events);
                    kept.getOrDefault(teller, List.of()).stream()
                            .filter(e -> e.covered() == null)
                            .forEach(all::add);
                    whole.put(teller, EventSet.of(all));
                });
        return whole;
    }

    /** Returns the events of every teller that ever named a job. */
    Map<Teller, List<LoggedFacts>> ofJobs(Collection<JobId> jobs) {
        List<String> named = jobs.stream().map(keys::of).distinct().toList();
        Map<Teller, List<LoggedFacts>> events = new HashMap<>(read(
                "UNWIND $keys AS key MATCH (:Job {key: key})<-[:RUN_OF]-(n:Run) RETURN n.events AS events", named));
        events.putAll(read(
                "UNWIND $keys AS key MATCH (n:Statement {entity: 'job ' + key}) RETURN n.events AS events", named));
        return events;
    }

    /** Returns the events of every statement of jobs and datasets, by their keys. */
    Map<Teller, List<LoggedFacts>> statements(Collection<String> jobs, Collection<String> datasets) {
        List<String> entities = new ArrayList<>();
        jobs.forEach(key -> entities.add("job " + key));
        datasets.forEach(key -> entities.add("dataset " + key));
        return read(STATEMENTS, entities);
    }

    /** Returns the events of every statement of a dataset. */
    Map<Teller, List<LoggedFacts>> ofDatasets(Collection<DatasetId> datasets) {
        return read(
                "UNWIND $keys AS key MATCH (n:Statement {entity: 'dataset ' + key}) RETURN n.events AS events",
                datasets.stream().map(keys::of).distinct().toList());
    }

    /** Returns the events of every run of the tenant. */
    Map<Teller, List<LoggedFacts>> allRuns() {
        return read(
                "MATCH (:Job {tenant: $keys[0]})<-[:RUN_OF]-(n:Run) WITH DISTINCT n RETURN n.events AS events",
                List.of(keys.tenant()));
    }

    /** Returns the events of every teller that speaks of the names of a dataset. */
    Map<Teller, List<LoggedFacts>> speakingOf(Collection<DatasetId> datasets) {
        return whole(read(
                "UNWIND $keys AS key MATCH (:Dataset {key: key})<-[:SPEAKS_OF]-(n)"
                        + " WITH DISTINCT n RETURN n.events AS events",
                datasets.stream().map(keys::of).distinct().toList()));
    }

    /** Returns which of the runs that some event sets name as parents anything is known of. */
    Predicate<RunId> known(Collection<List<LoggedFacts>> runs) {
        Set<String> parents = new HashSet<>();
        for (List<LoggedFacts> events : runs) {
            for (LoggedFacts event : events) {
                if (event.facts() instanceof RunFacts run && run.parent() != null) {
                    parents.add(keys.of(new Teller.OfRun(run.parent().run())));
                }
            }
        }
        Set<String> known = parents.isEmpty()
                ? Set.of()
                : new HashSet<>(tx.run(
                                "UNWIND $keys AS key MATCH (n:Run {key: key}) RETURN n.key AS key",
                                Map.of("keys", List.copyOf(parents)))
                        .list(row -> row.get("key").asString()));
        return run -> known.contains(keys.of(new Teller.OfRun(run)));
    }

    private Map<Teller, List<LoggedFacts>> read(String query, List<String> wanted) {
        return decode(tx.run(query, Map.of("keys", wanted)).list(row -> row.get("events")));
    }

    /** Decodes lists of stored events, each of one teller, keeping their order. */
    Map<Teller, List<LoggedFacts>> decode(List<Value> stored) {
        return decode(stored, StoredEvent.Part.WHOLE);
    }

    Map<Teller, List<LoggedFacts>> decode(List<Value> stored, StoredEvent.Part part) {
        Set<String> missing = new HashSet<>();
        List<List<String>> texts = new ArrayList<>();
        for (Value value : stored) {
            List<String> one = PackedTexts.read(value);
            texts.add(one);
            one.forEach(text -> missing.addAll(StoredEvent.references(text)));
        }
        missing.removeAll(shapes.keySet());
        if (!missing.isEmpty()) {
            for (Record row : tx.run(
                            "UNWIND $lists.hashes AS hash MATCH (s:Shape {hash: hash}) USING INDEX SEEK s:Shape(hash) RETURN hash, s.json AS json",
                            Map.of("lists", Map.of("hashes", List.copyOf(missing))))
                    .list()) {
                shapes.put(row.get("hash").asString(), row.get("json").asString());
            }
        }
        Map<Teller, List<LoggedFacts>> events = new LinkedHashMap<>();
        for (List<String> one : texts) {
            List<LoggedFacts> set = EventSet.of(one.stream()
                    .map(text -> StoredEvent.read(text, part, this::shape))
                    .toList());
            if (!set.isEmpty()) {
                events.put(Teller.of(set.get(0).facts()), set);
            }
        }
        return events;
    }

    private String shape(String hash) {
        String json = shapes.get(hash);
        if (json == null) {
            throw new IllegalStateException("the graph lacks shape " + hash);
        }
        return json;
    }
}
