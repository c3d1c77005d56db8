package io.rowtrail.graph.openlineage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads one received OpenLineage 2.0.2 event: run, job or dataset.
 *
 * <p>Strict where lineage would be wrong (JSON, job, run id, event time, enumerations, the schema of known facets), lenient
 * where real producers differ (unknown facets and producers, a missing {@code schemaURL}, any precision of time, no time
 * zone): what is let pass is kept in the header's marks. Never throws for bad input. Thread-safe.
 */
public final class EventReader {

    private static final int MAX_STRING = 32 * 1024 * 1024;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .maxNestingDepth(500)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Reads the text of one event in UTF-8, after decompression. */
    public Read read(byte[] body) {
        JsonNode tree;
        try {
            tree = json.readTree(body);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            return new Read.Rejected(
                    "",
                    where == null
                            ? "is not JSON"
                            : "is not JSON from line " + where.getLineNr() + ", column " + where.getColumnNr());
        } catch (IOException e) {
            return new Read.Rejected("", "is not JSON in UTF-8");
        }
        return read(tree);
    }

    private static Read read(JsonNode tree) {
        try {
            return new Read.Facts(event(JsonAt.root(tree)));
        } catch (Refusal refusal) {
            return new Read.Rejected(refusal.pointer(), refusal.reason());
        }
    }

    private static EventFacts event(JsonAt root) {
        root.object();
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        Instant time = EventTimes.read(root.at("eventTime"), marks);
        String producer = root.at("producer").textOrEmpty();
        if (producer.isEmpty()) {
            marks.add(Mark.NO_PRODUCER);
        }
        if (root.at("schemaURL").textOrEmpty().isEmpty()) {
            marks.add(Mark.NO_SCHEMA_URL);
        }
        DatasetReader datasets = new DatasetReader(marks);
        if (!root.at("run").missing()) {
            return run(root, time, producer, marks, datasets);
        }
        if (!root.at("job").missing()) {
            JobReader job = new JobReader(marks);
            var mention = job.read(root.at("job"));
            var inputs = root.at("inputs").list(datasets::input);
            var outputs = root.at("outputs").list(datasets::output);
            return new JobFacts(EventHeader.of(time, producer, marks), mention, inputs, outputs);
        }
        if (!root.at("dataset").missing()) {
            var mention = datasets.statement(root.at("dataset"));
            return new DatasetFacts(EventHeader.of(time, producer, marks), mention);
        }
        throw root.refusal("is no run, job or dataset event: it has none of run, job and dataset");
    }

    private static EventFacts run(JsonAt root, Instant time, String producer, Set<Mark> marks, DatasetReader datasets) {
        RunEventType type = eventType(root.at("eventType"), marks);
        JsonAt run = root.at("run").object();
        RunId id = runId(run.at("runId"));
        var job = new JobReader(marks).read(root.at("job"));
        RunFacetReader facets = RunFacetReader.read(run.at("facets"), marks);
        var inputs = root.at("inputs").list(datasets::input);
        var outputs = root.at("outputs").list(datasets::output);
        return new RunFacts(
                EventHeader.of(time, producer, marks),
                type,
                id,
                job,
                facets.parent(),
                facets.nominal(),
                facets.failed(),
                facets.code(),
                inputs,
                outputs);
    }

    private static RunEventType eventType(JsonAt at, Set<Mark> marks) {
        if (at.absent()) {
            marks.add(Mark.NO_EVENT_TYPE);
            return RunEventType.OTHER;
        }
        String text = at.text();
        for (RunEventType type : RunEventType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw at.refusal("must be one of START, RUNNING, COMPLETE, ABORT, FAIL, OTHER");
    }

    static RunId runId(JsonAt at) {
        try {
            return RunId.parse(at.text());
        } catch (IllegalArgumentException e) {
            throw at.refusal("must be a UUID");
        }
    }
}
