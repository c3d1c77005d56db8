package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
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
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/** Reads the event sets of tellers. */
final class Tellers {

    private final TransactionContext tx;
    private final Map<String, String> shapes = new HashMap<>();

    Tellers(TransactionContext tx) {
        this.tx = tx;
    }

    /** Returns the events of each teller that has any. */
    Map<Teller, List<LoggedFacts>> of(Collection<Teller> tellers) {
        List<String> runs = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (Teller teller : tellers) {
            (teller instanceof Teller.OfRun ? runs : statements).add(Keys.of(teller));
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

    /** Returns the events of every teller that ever named a job. */
    Map<Teller, List<LoggedFacts>> ofJobs(Collection<JobId> jobs) {
        List<String> keys = jobs.stream().map(Keys::of).distinct().toList();
        Map<Teller, List<LoggedFacts>> events = new HashMap<>(
                read("UNWIND $keys AS key MATCH (:Job {key: key})<-[:RUN_OF]-(n:Run) RETURN n.events AS events", keys));
        events.putAll(
                read("UNWIND $keys AS key MATCH (n:Statement {entity: 'job ' + key}) RETURN n.events AS events", keys));
        return events;
    }

    /** Returns the events of every statement of a dataset. */
    Map<Teller, List<LoggedFacts>> ofDatasets(Collection<DatasetId> datasets) {
        return read(
                "UNWIND $keys AS key MATCH (n:Statement {entity: 'dataset ' + key}) RETURN n.events AS events",
                datasets.stream().map(Keys::of).distinct().toList());
    }

    /** Returns every event set under a label. */
    Map<Teller, List<LoggedFacts>> all(String label) {
        return read("MATCH (n:" + label + ") RETURN n.events AS events", List.of());
    }

    private Map<Teller, List<LoggedFacts>> read(String query, List<String> keys) {
        return decode(tx.run(query, Map.of("keys", keys)).list(row -> row.get("events")));
    }

    /** Decodes lists of stored events, each of one teller, keeping their order. */
    Map<Teller, List<LoggedFacts>> decode(List<Value> stored) {
        Set<String> missing = new HashSet<>();
        List<List<String>> texts = new ArrayList<>();
        for (Value value : stored) {
            List<String> one = value.asList(Value::asString);
            texts.add(one);
            one.forEach(text -> missing.addAll(StoredEvent.references(text)));
        }
        missing.removeAll(shapes.keySet());
        if (!missing.isEmpty()) {
            for (Record row : tx.run(
                            "UNWIND $hashes AS hash MATCH (s:Shape {hash: hash}) RETURN hash, s.json AS json",
                            Map.of("hashes", List.copyOf(missing)))
                    .list()) {
                shapes.put(row.get("hash").asString(), row.get("json").asString());
            }
        }
        Map<Teller, List<LoggedFacts>> events = new LinkedHashMap<>();
        for (List<String> one : texts) {
            List<LoggedFacts> set = EventSet.of(one.stream()
                    .map(text -> StoredEvent.read(text, this::shape))
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
