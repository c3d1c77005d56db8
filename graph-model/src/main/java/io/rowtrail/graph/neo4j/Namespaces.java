package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.LineageReader.Births;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/** Namespaces and how much of them may be seen; only names and times are read of what is in them. */
record Namespaces(TransactionContext tx, Keys keys, Visibility visibility, Lists lists) {

    List<String> all() {
        return seenInto().stream().filter(this::holdsAnything).toList();
    }

    /** Those of which anything may be seen, sorted, whether it is or not. */
    List<String> seenInto() {
        return tx
                .run(
                        "MATCH (n:Dataset {tenant: $tenant}) RETURN DISTINCT n.namespace AS namespace"
                                + " UNION MATCH (n:Job {tenant: $tenant}) RETURN DISTINCT n.namespace AS namespace",
                        Map.of("tenant", keys.tenant()))
                .list(row -> row.get("namespace").asString())
                .stream()
                .filter(visibility::seesInto)
                .sorted()
                .toList();
    }

    private boolean holdsAnything(String namespace) {
        PageRequest one = PageRequest.first(1);
        return (visibility == Visibility.ALL && lists.now())
                || !lists.datasets(namespace, one).items().isEmpty()
                || !lists.jobs(namespace, one).items().isEmpty();
    }

    Optional<Lifetime> lifetime(String namespace) {
        return Stream.of("Dataset", "Job")
                .flatMap(label -> members(label, namespace))
                .map(Namespaces::lifetime)
                .reduce(Lifetime::union);
    }

    long count(String label, String namespace) {
        return members(label, namespace).count();
    }

    List<Long> existing(Births kind, List<Instant> before) {
        Map<String, Instant> births = new HashMap<>();
        for (String namespace : all()) {
            members(kind == Births.JOBS ? "Job" : "Dataset", namespace).forEach(row -> {
                String name = kind == Births.SOURCES
                        ? namespace
                        : namespace.length() + namespace + row.get("name").asString();
                births.merge(name, lifetime(row).firstSeen(), (a, b) -> a.isBefore(b) ? a : b);
            });
        }
        return before.stream()
                .map(time -> births.values().stream().filter(time::isAfter).count())
                .toList();
    }

    private Stream<Record> members(String label, String namespace) {
        if (!visibility.seesInto(namespace)) {
            return Stream.empty();
        }
        return tx
                .run(
                        "MATCH (n:" + label + " {namespaceKey: $key}) WHERE n.namespace = $namespace"
                                + " RETURN n.name AS name, n.firstSeen AS firstSeen, n.lastSeen AS lastSeen",
                        Map.of("key", keys.ofNamespace(namespace), "namespace", namespace))
                .stream()
                .filter(row -> {
                    String name = row.get("name").asString();
                    NodeId id = label.equals("Job") ? new JobId(namespace, name) : new DatasetId(namespace, name);
                    return visibility.sees(id) && lists.wasThere(id, row.get("firstSeen"));
                });
    }

    private static Lifetime lifetime(Record row) {
        return new Lifetime(
                Instant.parse(row.get("firstSeen").asString()),
                Instant.parse(row.get("lastSeen").asString()));
    }

    /** @param places where in the store some of them are, which spares looking for them */
    Map<NodeId, Lifetime> lifetimes(Collection<? extends NodeId> nodes, Map<NodeId, String> places) {
        Map<NodeId, Lifetime> lifetimes = new HashMap<>();
        List<NodeId> there = new ArrayList<>();
        List<NodeId> elsewhere = new ArrayList<>();
        for (NodeId node : nodes) {
            if (visibility.shows(node)) {
                (places.containsKey(node) ? there : elsewhere).add(node);
            }
        }
        if (!there.isEmpty()) {
            List<String> ids = there.stream().map(places::get).toList();
            for (Record row : tx.run(
                            "CYPHER replan=skip UNWIND range(0, size($lists.ids) - 1) AS i"
                                    + " MATCH (n) WHERE elementId(n) = $lists.ids[i]"
                                    + " RETURN i, n.firstSeen AS firstSeen, n.lastSeen AS lastSeen",
                            Map.of("lists", Map.of("ids", ids)))
                    .list()) {
                lifetimes.put(there.get(row.get("i").asInt()), lifetime(row));
            }
        }
        lifetimes.putAll(lookedUp(elsewhere));
        return lifetimes;
    }

    private Map<NodeId, Lifetime> lookedUp(List<NodeId> nodes) {
        Map<NodeId, Lifetime> lifetimes = new HashMap<>();
        for (String label : List.of("Dataset", "Job")) {
            Map<String, NodeId> byKey = new HashMap<>();
            for (NodeId node : nodes) {
                if (node instanceof JobId job && label.equals("Job")) {
                    byKey.put(keys.of(job), job);
                } else if (node instanceof DatasetId dataset && label.equals("Dataset")) {
                    byKey.put(keys.of(dataset), dataset);
                }
            }
            if (byKey.isEmpty()) {
                continue;
            }
            for (Record row : tx.run(
                            "UNWIND $lists.keys AS key MATCH (n:" + label + " {key: key}) USING INDEX SEEK n:" + label
                                    + "(key) RETURN key, n.firstSeen AS firstSeen, n.lastSeen AS lastSeen",
                            Map.of("lists", Map.of("keys", new ArrayList<>(byKey.keySet()))))
                    .list()) {
                NodeId node = byKey.get(row.get("key").asString());
                if (node != null) {
                    lifetimes.put(node, lifetime(row));
                }
            }
        }
        return lifetimes;
    }
}
