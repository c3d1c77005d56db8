package io.rowtrail.graph.openlineage;

import static io.rowtrail.graph.openlineage.Shape.Scalar.ANY;
import static io.rowtrail.graph.openlineage.Shape.Scalar.BOOLEAN;
import static io.rowtrail.graph.openlineage.Shape.Scalar.INTEGER;
import static io.rowtrail.graph.openlineage.Shape.Scalar.NUMBER;
import static io.rowtrail.graph.openlineage.Shape.Scalar.OBJECT;
import static io.rowtrail.graph.openlineage.Shape.Scalar.TEXT;
import static io.rowtrail.graph.openlineage.Shape.listOf;
import static io.rowtrail.graph.openlineage.Shape.mapOf;
import static io.rowtrail.graph.openlineage.Shape.object;
import static io.rowtrail.graph.openlineage.Shape.optional;
import static io.rowtrail.graph.openlineage.Shape.required;

import java.util.Map;

/** The forms of the facets OpenLineage 2.0.2 defines, by entity and key. Facets not listed here may have any form. */
final class FacetShapes {

    /** What a facet may hang on. */
    enum Entity {
        RUN,
        JOB,
        DATASET,
        INPUT,
        OUTPUT
    }

    private static final Shape IDENTIFIER = object(required("namespace", TEXT), required("name", TEXT));
    private static final Shape OWNERSHIP =
            object(optional("owners", listOf(object(required("name", TEXT), optional("type", TEXT)))));
    private static final Shape DOCUMENTATION = object(required("description", TEXT), optional("contentType", TEXT));
    private static final Shape STATISTICS =
            object(optional("rowCount", INTEGER), optional("size", INTEGER), optional("fileCount", INTEGER));
    private static final Shape TAGS = object(optional(
            "tags",
            listOf(object(
                    required("key", TEXT),
                    required("value", TEXT),
                    optional("source", TEXT),
                    optional("field", TEXT)))));
    private static final Shape COLUMN_METRICS = mapOf(object(
            optional("nullCount", INTEGER),
            optional("distinctCount", INTEGER),
            optional("sum", NUMBER),
            optional("count", NUMBER),
            optional("min", NUMBER),
            optional("max", NUMBER),
            optional("quantiles", mapOf(NUMBER))));
    /** The schema wants {@code columnMetrics}; producers that count rows alone leave it out. */
    private static final Shape QUALITY_METRICS = at -> {
        object(
                        optional("rowCount", INTEGER),
                        optional("bytes", INTEGER),
                        optional("fileCount", INTEGER),
                        optional("lastUpdated", TEXT),
                        new Shape.Member("columnMetrics", at.at("rowCount").absent(), COLUMN_METRICS))
                .check(at);
    };

    private static final Shape ASSERTIONS = object(required(
            "assertions",
            listOf(object(
                    required("assertion", TEXT),
                    required("success", BOOLEAN),
                    optional("column", TEXT),
                    optional("severity", TEXT)))));
    private static final Shape RUN_AND_JOB =
            object(required("run", object(required("runId", TEXT))), required("job", IDENTIFIER));
    private static final Shape DEPENDENCY =
            object(required("job", IDENTIFIER), optional("run", object(required("runId", TEXT))));

    private static final Map<Entity, Map<String, Shape>> SHAPES = Map.of(
            Entity.RUN,
            Map.ofEntries(
                    Map.entry(
                            "parent",
                            object(
                                    required("run", object(required("runId", TEXT))),
                                    required("job", IDENTIFIER),
                                    optional("root", RUN_AND_JOB))),
                    Map.entry(
                            "nominalTime",
                            object(required("nominalStartTime", TEXT), optional("nominalEndTime", TEXT))),
                    Map.entry(
                            "errorMessage",
                            object(
                                    required("message", TEXT),
                                    required("programmingLanguage", TEXT),
                                    optional("stackTrace", TEXT))),
                    Map.entry("externalQuery", object(required("externalQueryId", TEXT), required("source", TEXT))),
                    Map.entry(
                            "extractionError",
                            object(
                                    required("totalTasks", INTEGER),
                                    required("failedTasks", INTEGER),
                                    required(
                                            "errors",
                                            listOf(object(
                                                    required("errorMessage", TEXT),
                                                    optional("stackTrace", TEXT),
                                                    optional("task", TEXT),
                                                    optional("taskNumber", INTEGER)))))),
                    Map.entry(
                            "environmentVariables",
                            object(required(
                                    "environmentVariables",
                                    listOf(object(required("name", TEXT), required("value", TEXT)))))),
                    Map.entry(
                            "executionParameters",
                            object(optional("parameters", listOf(object(required("key", TEXT)))))),
                    Map.entry(
                            "jobDependencies",
                            object(
                                    optional("upstream", listOf(DEPENDENCY)),
                                    optional("downstream", listOf(DEPENDENCY)))),
                    Map.entry(
                            "processing_engine",
                            object(
                                    required("version", TEXT),
                                    optional("name", TEXT),
                                    optional("openlineageAdapterVersion", TEXT))),
                    Map.entry("tags", TAGS),
                    Map.entry(
                            "test",
                            object(required(
                                    "tests", listOf(object(required("name", TEXT), required("status", TEXT))))))),
            Entity.JOB,
            Map.of(
                    "documentation",
                    DOCUMENTATION,
                    "ownership",
                    OWNERSHIP,
                    "tags",
                    TAGS,
                    "sql",
                    object(required("query", TEXT), optional("dialect", TEXT)),
                    "sourceCode",
                    object(required("language", TEXT), required("sourceCode", TEXT)),
                    "sourceCodeLocation",
                    object(required("type", TEXT), required("url", TEXT)),
                    "jobType",
                    object(
                            required("processingType", TEXT),
                            required("integration", TEXT),
                            optional("jobType", TEXT),
                            optional(
                                    "emissionPattern",
                                    object(
                                            required("eventTrigger", TEXT),
                                            required("eventContentMode", TEXT),
                                            optional("windowDuration", INTEGER)))),
                    "lineage",
                    object(required("entries", listOf(OBJECT)))),
            Entity.DATASET,
            Map.ofEntries(
                    Map.entry("documentation", DOCUMENTATION),
                    Map.entry("ownership", OWNERSHIP),
                    Map.entry("tags", TAGS),
                    Map.entry("schema", object(optional("fields", ANY))),
                    Map.entry("columnLineage", object(required("fields", OBJECT))),
                    Map.entry("lifecycleStateChange", object(required("lifecycleStateChange", TEXT))),
                    Map.entry("symlinks", object(optional("identifiers", ANY))),
                    Map.entry("version", object(required("datasetVersion", TEXT))),
                    Map.entry("dataSource", object(optional("name", TEXT), optional("uri", TEXT))),
                    Map.entry("datasetType", object(required("datasetType", TEXT), optional("subType", TEXT))),
                    Map.entry("storage", object(required("storageLayer", TEXT), optional("fileFormat", TEXT))),
                    Map.entry(
                            "catalog",
                            object(required("framework", TEXT), required("type", TEXT), required("name", TEXT))),
                    Map.entry(
                            "hierarchy",
                            object(required(
                                    "hierarchy", listOf(object(required("type", TEXT), required("name", TEXT)))))),
                    Map.entry("dataQualityMetrics", QUALITY_METRICS),
                    Map.entry("dataQualityAssertions", ASSERTIONS)),
            Entity.INPUT,
            Map.of(
                    "dataQualityMetrics", QUALITY_METRICS,
                    "dataQualityAssertions", ASSERTIONS,
                    "inputStatistics", STATISTICS),
            Entity.OUTPUT,
            Map.of("outputStatistics", STATISTICS));

    private FacetShapes() {}

    /** Refuses a known facet that has not its form. */
    static void check(Entity entity, String key, JsonAt facet) {
        Shape shape = SHAPES.getOrDefault(entity, Map.of()).get(key);
        if (shape != null) {
            shape.check(facet);
        }
    }
}
