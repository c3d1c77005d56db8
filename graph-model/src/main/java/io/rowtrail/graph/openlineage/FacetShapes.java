package io.rowtrail.graph.openlineage;

import static io.rowtrail.graph.openlineage.Shape.Scalar.BOOLEAN;
import static io.rowtrail.graph.openlineage.Shape.Scalar.INTEGER;
import static io.rowtrail.graph.openlineage.Shape.Scalar.NUMBER;
import static io.rowtrail.graph.openlineage.Shape.Scalar.TEXT;
import static io.rowtrail.graph.openlineage.Shape.listOf;
import static io.rowtrail.graph.openlineage.Shape.mapOf;
import static io.rowtrail.graph.openlineage.Shape.object;
import static io.rowtrail.graph.openlineage.Shape.optional;
import static io.rowtrail.graph.openlineage.Shape.required;
import static io.rowtrail.graph.openlineage.Shape.requiredUnless;

import java.util.Map;

/**
 * The forms of those facets OpenLineage 2.0.2 defines that say nothing of structure, by entity and key; the others are checked
 * where they are read. Facets not listed here may have any form.
 */
final class FacetShapes {

    /** What a facet may hang on. */
    enum Entity {
        RUN,
        JOB,
        DATASET,
        INPUT,
        OUTPUT
    }

    private static final Shape.Fields OWNERSHIP =
            object(optional("owners", listOf(object(required("name", TEXT), optional("type", TEXT)))));
    private static final Shape.Fields DOCUMENTATION =
            object(required("description", TEXT), optional("contentType", TEXT));
    private static final Shape.Fields TAGS = object(optional(
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
    private static final Shape.Fields QUALITY_METRICS = object(
            optional("rowCount", INTEGER),
            optional("bytes", INTEGER),
            optional("fileCount", INTEGER),
            optional("lastUpdated", TEXT),
            requiredUnless("rowCount", "columnMetrics", COLUMN_METRICS));

    private static final Shape.Fields ASSERTIONS = object(required(
            "assertions",
            listOf(object(
                    required("assertion", TEXT),
                    required("success", BOOLEAN),
                    optional("column", TEXT),
                    optional("severity", TEXT)))));
    private static final Map<Entity, Map<String, Shape.Fields>> SHAPES = Map.of(
            Entity.RUN,
            Map.ofEntries(
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
                    object(required("type", TEXT), required("url", TEXT))),
            Entity.DATASET,
            Map.ofEntries(
                    Map.entry("documentation", DOCUMENTATION),
                    Map.entry("ownership", OWNERSHIP),
                    Map.entry("tags", TAGS),
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
            Map.of("dataQualityMetrics", QUALITY_METRICS, "dataQualityAssertions", ASSERTIONS));

    private FacetShapes() {}

    /** Returns the check of a facet of which only the form matters here; any form will do for one that is not known. */
    static Facet facet(Entity entity, String key, JsonCursor at) {
        Shape.Fields shape = SHAPES.getOrDefault(entity, Map.of()).get(key);
        return shape == null ? Facet.unread(at) : shape.facet(at);
    }
}
