package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Transformation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code lineage} facets, of a job (entries for any target) and of a dataset (for itself). */
final class ExplicitLineageReader {

    private ExplicitLineageReader() {}

    static ExplicitLineage jobEntry(JsonAt at, JobId self) {
        at.object();
        String type = at.at("type").text();
        if (type.equals("DATASET")) {
            return new ExplicitLineage(dataset(at), null, sources(at));
        }
        if (type.equals("JOB")) {
            return new ExplicitLineage(at.at("namespace").absent() ? self : job(at), run(at), sources(at));
        }
        throw at.at("type").refusal("must be DATASET or JOB");
    }

    static ExplicitLineage datasetEntry(JsonAt at, DatasetId self) {
        return new ExplicitLineage(self, null, sources(at));
    }

    private static List<ExplicitLineage.Source> sources(JsonAt at) {
        List<ExplicitLineage.Source> sources = new ArrayList<>();
        at.at("inputs").list(input -> sources.addAll(source(input, "")));
        at.at("fields")
                .members((field, entry) ->
                        entry.object().at("inputs").list(input -> sources.addAll(source(input, field))));
        return sources;
    }

    private static List<ExplicitLineage.Source> source(JsonAt at, String targetField) {
        at.object();
        String type = at.at("type").text();
        NodeId node;
        if (type.equals("DATASET")) {
            String field = at.at("field").textOrEmpty();
            node = field.isEmpty() ? dataset(at) : new ColumnRef(dataset(at), field);
        } else if (type.equals("JOB")) {
            node = at.at("namespace").absent() ? null : job(at);
        } else {
            throw at.at("type").refusal("must be DATASET or JOB");
        }
        RunId run = run(at);
        return transformations(at).stream()
                .map(t -> new ExplicitLineage.Source(node, run, targetField, t))
                .toList();
    }

    /** Reads the ways a source goes in: at least one, the untold one when the event says nothing. */
    static List<Transformation> transformations(JsonAt at) {
        List<Transformation> ways = at.at("transformations").list(t -> {
            t.object();
            return new Transformation(
                    t.at("type").text(),
                    t.at("subtype").textOrEmpty(),
                    t.at("description").textOrEmpty(),
                    t.at("masking").booleanOrNull());
        });
        return ways.isEmpty() ? List.of(Transformation.UNTOLD) : ways;
    }

    private static @Nullable RunId run(JsonAt at) {
        return at.at("runId").absent() ? null : EventReader.runId(at.at("runId"));
    }

    private static DatasetId dataset(JsonAt at) {
        return new DatasetId(at.at("namespace").name(), at.at("name").name());
    }

    private static JobId job(JsonAt at) {
        return new JobId(at.at("namespace").name(), at.at("name").name());
    }
}
