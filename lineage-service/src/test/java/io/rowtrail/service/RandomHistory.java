package io.rowtrail.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * OpenLineage events of seeded random runs, as producers tell them: retries, missing and late STARTs, rival ends, equal
 * times, streams, statements of jobs and datasets, symlinks, drops and renames, deleted facets.
 */
final class RandomHistory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant EPOCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final String SPEC = "https://openlineage.io/spec/";

    private final Random random;

    private RandomHistory(long seed) {
        this.random = new Random(seed);
    }

    /** The events of so many runs and the statements between them, oldest run first. */
    static List<String> of(long seed, int runs) {
        RandomHistory history = new RandomHistory(seed);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            history.run(events);
            if (history.oneIn(4)) {
                events.add(history.statement());
            }
        }
        return events;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private void run(List<String> events) {
        String run = new UUID(random.nextLong(), random.nextLong()).toString();
        ObjectNode job = job();
        boolean streaming = oneIn(6);
        if (streaming) {
            job.putObject("facets").set("jobType", type());
        }
        Instant start = time();
        if (!oneIn(5)) {
            events.add(event("START", run, job, start));
        }
        for (int i = random.nextInt(streaming ? 6 : 3); i > 0; i--) {
            events.add(event("RUNNING", run, oneIn(8) ? job() : job, start.plusSeconds(random.nextInt(4))));
        }
        for (int ends = random.nextInt(8); ends > 5 || ends == 1; ends -= 5) {
            String end = oneIn(6) ? "FAIL" : oneIn(6) ? "ABORT" : "COMPLETE";
            events.add(event(end, run, job, start.plusSeconds(random.nextInt(5))));
        }
    }

    private String event(String type, String run, ObjectNode job, Instant time) {
        ObjectNode event = body("RunEvent", time);
        event.put("eventType", type);
        event.putObject("run").put("runId", run);
        event.set("job", job);
        datasets(event);
        return event.toString();
    }

    private String statement() {
        boolean ofJob = random.nextBoolean();
        ObjectNode event = body(ofJob ? "JobEvent" : "DatasetEvent", time());
        if (ofJob) {
            event.set("job", job());
            datasets(event);
        } else {
            event.set("dataset", written());
        }
        return event.toString();
    }

    private ObjectNode body(String kind, Instant time) {
        return JSON.createObjectNode()
                .put("eventTime", time.toString())
                .put("producer", "https://example.org/" + random.nextInt(2))
                .put("schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/" + kind);
    }

    private void datasets(ObjectNode event) {
        ArrayNode inputs = event.putArray("inputs");
        ArrayNode outputs = event.putArray("outputs");
        for (int i = random.nextInt(3); i > 0; i--) {
            inputs.add(dataset());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            outputs.add(written());
        }
    }

    private ObjectNode job() {
        return JSON.createObjectNode().put("namespace", "jobs").put("name", "j" + random.nextInt(5));
    }

    private ObjectNode dataset() {
        return JSON.createObjectNode().put("namespace", "db://host:1").put("name", "t" + random.nextInt(7));
    }

    private ObjectNode written() {
        ObjectNode dataset = dataset();
        ObjectNode facets = dataset.putObject("facets");
        if (oneIn(10)) {
            facets.set("schema", facet("1-1-1/SchemaDatasetFacet").put("_deleted", true));
            return dataset;
        }
        ObjectNode schema = facet("1-1-1/SchemaDatasetFacet");
        ObjectNode lineage = facet("1-2-0/ColumnLineageDatasetFacet");
        ObjectNode fields = lineage.putObject("fields");
        ArrayNode columns = schema.putArray("fields");
        for (int column = random.nextInt(3); column > 0; column--) {
            columns.addObject().put("name", "c" + column).put("type", oneIn(5) ? "bigint" : "int");
            fields.putObject("c" + column).putArray("inputFields").add(source());
        }
        facets.set("schema", schema);
        facets.set("columnLineage", lineage);
        if (oneIn(5)) {
            ObjectNode other = dataset().put("type", "TABLE");
            other.remove("facets");
            ObjectNode symlinks = facet("1-0-1/SymlinksDatasetFacet");
            symlinks.putArray("identifiers").add(other);
            facets.set("symlinks", symlinks);
        }
        if (oneIn(6)) {
            facets.set("lifecycleStateChange", life());
        }
        return dataset;
    }

    private JsonNode source() {
        ObjectNode field = dataset().put("field", "c" + random.nextInt(3));
        ObjectNode how = field.putArray("transformations").addObject();
        if (random.nextBoolean()) {
            how.put("type", "DIRECT").put("subtype", "IDENTITY").put("masking", random.nextBoolean());
        } else {
            how.put("type", "INDIRECT").put("subtype", "FILTER");
        }
        return field;
    }

    private ObjectNode life() {
        ObjectNode life = facet("1-0-1/LifecycleStateChangeDatasetFacet");
        if (oneIn(3)) {
            life.put("lifecycleStateChange", "RENAME").set("previousIdentifier", dataset());
            return life;
        }
        return life.put("lifecycleStateChange", oneIn(3) ? "DROP" : oneIn(2) ? "OVERWRITE" : "CREATE");
    }

    private ObjectNode type() {
        ObjectNode type = facet("2-0-4/JobTypeJobFacet");
        type.put("processingType", "STREAMING").put("integration", "FLINK");
        if (!oneIn(4)) {
            boolean periodic = random.nextBoolean();
            ObjectNode pattern = type.putObject("emissionPattern");
            pattern.put("eventTrigger", periodic ? "PERIODIC" : "EVENT_BASED");
            pattern.put("eventContentMode", oneIn(3) ? "ACCUMULATIVE" : "COMPLETE_SNAPSHOT");
            if (periodic) {
                pattern.put("windowDuration", 60);
            }
        }
        return type;
    }

    private static ObjectNode facet(String path) {
        return JSON.createObjectNode()
                .put("_producer", "https://example.org")
                .put("_schemaURL", SPEC + "facets/" + path + ".json");
    }

    private Instant time() {
        return EPOCH.plusSeconds(random.nextInt(1000)).plusNanos(random.nextInt(3));
    }
}
