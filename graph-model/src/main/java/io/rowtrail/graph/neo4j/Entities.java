package io.rowtrail.graph.neo4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.fold.EntityState;
import io.rowtrail.graph.fold.EntityState.Register;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/**
 * States of datasets and jobs to and from node properties. A register {@code schema} is the property {@code schema} (JSON,
 * absent when deleted) and {@code schemaBy}, the event time and digest of the event that wrote it.
 */
record Entities(TransactionContext tx, Keys keys) {

    private static final List<String> DATASET_REGISTERS = List.of("schema", "symlinks", "lifecycle");
    private static final List<String> JOB_REGISTERS = List.of("type");

    Map<DatasetId, EntityState> datasets(Collection<DatasetId> ids) {
        Map<DatasetId, EntityState> states = new HashMap<>();
        for (Record row : rows("Dataset", ids.stream().map(keys::of).toList())) {
            states.put(datasetId(row.get("n")), dataset(row.get("n")));
        }
        return states;
    }

    Map<JobId, EntityState> jobs(Collection<JobId> ids) {
        Map<JobId, EntityState> states = new HashMap<>();
        for (Record row : rows("Job", ids.stream().map(keys::of).toList())) {
            states.put(jobId(row.get("n")), job(row.get("n")));
        }
        return states;
    }

    private List<Record> rows(String label, List<String> keys) {
        return tx.run(
                        "UNWIND $lists.keys AS key MATCH (n:" + label + " {key: key}) USING INDEX SEEK n:" + label
                                + "(key) RETURN properties(n) AS n",
                        Map.of("lists", Map.of("keys", keys)))
                .list();
    }

    /** Returns those datasets whose names some event ended or made anew. */
    List<DatasetId> turned(Collection<DatasetId> ids) {
        return tx.run(
                        "UNWIND $keys AS key MATCH (n:Dataset {key: key}) WHERE n.turned RETURN properties(n) AS n",
                        Map.of("keys", ids.stream().map(keys::of).toList()))
                .list(row -> datasetId(row.get("n")));
    }

    static DatasetId datasetId(Value node) {
        return new DatasetId(node.get("namespace").asString(), node.get("name").asString());
    }

    static JobId jobId(Value node) {
        return new JobId(node.get("namespace").asString(), node.get("name").asString());
    }

    static EntityState dataset(Value node) {
        return state(node, DATASET_REGISTERS);
    }

    static EntityState job(Value node) {
        return state(node, JOB_REGISTERS);
    }

    private static EntityState state(Value node, List<String> names) {
        Map<String, Register> registers = new HashMap<>();
        for (String name : names) {
            if (!node.get(name + "By").isNull()) {
                String by = node.get(name + "By").asString();
                int cut = by.indexOf('|');
                registers.put(
                        name,
                        new Register(
                                Instant.parse(by.substring(0, cut)),
                                by.substring(cut + 1),
                                node.get(name).isNull()
                                        ? null
                                        : FactsCodec.parse(node.get(name).asString())));
            }
        }
        return new EntityState(
                Instant.parse(node.get("firstSeen").asString()),
                Instant.parse(node.get("lastSeen").asString()),
                registers);
    }

    Map<String, Object> row(DatasetId id, @Nullable EntityState before, EntityState after) {
        return row(keys.of(id), id.namespace(), id.name(), before, after);
    }

    Map<String, Object> row(JobId id, @Nullable EntityState before, EntityState after) {
        return row(keys.of(id), id.namespace(), id.name(), before, after);
    }

    /** A row of {@code UNWIND} that sets only what changed; a null takes a property away. */
    private Map<String, Object> row(
            String key, String namespace, String name, @Nullable EntityState before, EntityState after) {
        Map<String, Object> properties = new HashMap<>();
        if (before == null) {
            properties.put("namespace", namespace);
            properties.put("tenant", keys.tenant());
            properties.put("namespaceKey", keys.ofNamespace(namespace));
            properties.put("name", name);
            properties.put("search", Keys.searchable(name));
            properties.put("words", Keys.words(namespace + " " + name));
        }
        if (before == null || !before.firstSeen().equals(after.firstSeen())) {
            properties.put("firstSeen", after.firstSeen().toString());
        }
        if (before == null || !before.lastSeen().equals(after.lastSeen())) {
            properties.put("lastSeen", after.lastSeen().toString());
        }
        after.registers().forEach((register, now) -> {
            Register then = before == null ? null : before.registers().get(register);
            if (!now.equals(then)) {
                properties.put(register + "By", now.time() + "|" + now.digest());
                JsonNode value = now.value();
                if (value == null) {
                    properties.put(register, null);
                } else if (then == null || !value.equals(then.value())) {
                    properties.put(register, value.toString());
                }
            }
        });
        Map<String, Object> row = new HashMap<>();
        row.put("key", key);
        row.put("properties", properties);
        return row;
    }
}
