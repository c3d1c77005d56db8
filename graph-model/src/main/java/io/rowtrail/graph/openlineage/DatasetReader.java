package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.DatasetMention.SnapshotPin;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.Schema;
import io.rowtrail.graph.facts.Transformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a dataset and its facets. */
record DatasetReader(Set<Mark> marks) {

    DatasetMention input(JsonAt at) {
        at.object();
        Facets io = Facets.read(at.at("inputFacets"), FacetShapes.Entity.INPUT, marks);
        return mention(at, io, io.get("inputStatistics"));
    }

    DatasetMention output(JsonAt at) {
        at.object();
        Facets io = Facets.read(at.at("outputFacets"), FacetShapes.Entity.OUTPUT, marks);
        return mention(at, io, io.get("outputStatistics"));
    }

    DatasetMention statement(JsonAt at) {
        at.object();
        return mention(at, new Facets(Map.of(), List.of()), null);
    }

    private DatasetMention mention(JsonAt at, Facets io, @Nullable JsonAt statistics) {
        DatasetId id = id(at);
        Facets facets = Facets.read(at.at("facets"), FacetShapes.Entity.DATASET, marks);
        JsonAt schema = facets.get("schema");
        JsonAt version = facets.get("version");
        JsonAt columns = facets.get("columnLineage");
        JsonAt lineage = facets.get("lineage");
        JsonAt lifecycle = facets.get("lifecycleStateChange");
        JsonAt symlinks = facets.get("symlinks");
        JsonAt tags = either(io, facets, "rowtrail_tags");
        JsonAt snapshot = either(io, facets, "rowtrail_snapshot");
        List<ExplicitLineage> explicit =
                lineage == null ? List.of() : List.of(ExplicitLineageReader.datasetEntry(lineage, id));
        return new DatasetMention(
                id,
                schema == null || schema.at("fields").absent() ? null : new Schema(fields(schema.at("fields"))),
                version == null ? null : version.at("datasetVersion").textOrNull(),
                columns == null ? null : columns(columns),
                explicit,
                lifecycle == null ? null : lifecycle(lifecycle),
                symlinks == null
                        ? List.of()
                        : symlinks.at("identifiers")
                                .list(s -> new Symlink(id(s), s.at("type").text())),
                statistics == null ? null : statistics(statistics),
                tags == null ? null : tags(tags),
                snapshot == null ? null : snapshot(snapshot),
                facets.deleted());
    }

    private static @Nullable JsonAt either(Facets io, Facets facets, String key) {
        JsonAt facet = io.get(key);
        return facet != null ? facet : facets.get(key);
    }

    private static DatasetId id(JsonAt at) {
        at.object();
        return new DatasetId(at.at("namespace").name(), at.at("name").name());
    }

    private static List<Schema.Field> fields(JsonAt at) {
        return at.list(field -> {
            field.object();
            return new Schema.Field(field.at("name").text(), field.at("type").textOrNull(), fields(field.at("fields")));
        });
    }

    private static ColumnLineage columns(JsonAt at) {
        Map<String, List<ColumnLineage.Source>> fields = new TreeMap<>();
        at.at("fields").object().members((name, field) -> {
            field.object();
            if (field.at("inputFields").absent()) {
                throw field.at("inputFields").refusal("is required");
            }
            Transformation whole = deprecated(field);
            List<ColumnLineage.Source> sources = new ArrayList<>();
            field.at("inputFields").list(input -> sources.addAll(sources(input, whole)));
            fields.put(name, sources);
        });
        List<ColumnLineage.Source> dataset = new ArrayList<>();
        at.at("dataset").list(input -> dataset.addAll(sources(input, Transformation.UNTOLD)));
        return new ColumnLineage(fields, dataset);
    }

    private static List<ColumnLineage.Source> sources(JsonAt input, Transformation whole) {
        ColumnRef column = new ColumnRef(id(input), input.at("field").text());
        return ExplicitLineageReader.transformations(input).stream()
                .map(t -> new ColumnLineage.Source(column, t.equals(Transformation.UNTOLD) ? whole : t))
                .toList();
    }

    /** Reads the words older producers put on the target column instead of on each source. */
    private static Transformation deprecated(JsonAt field) {
        String type = field.at("transformationType").textOrEmpty();
        return new Transformation(
                "", type, field.at("transformationDescription").textOrEmpty(), type.equals("MASKED") ? true : null);
    }

    private static Lifecycle lifecycle(JsonAt at) {
        JsonAt change = at.at("lifecycleStateChange");
        JsonAt previous = at.at("previousIdentifier");
        String text = change.text();
        for (Lifecycle.Change one : Lifecycle.Change.values()) {
            if (one.name().equals(text)) {
                return new Lifecycle(one, previous.absent() ? null : id(previous));
            }
        }
        throw change.refusal("must be one of ALTER, CREATE, DROP, OVERWRITE, RENAME, TRUNCATE");
    }

    private static Statistics statistics(JsonAt at) {
        return new Statistics(
                at.at("rowCount").integerOrNull(),
                at.at("size").integerOrNull(),
                at.at("fileCount").integerOrNull());
    }

    private static RowTags tags(JsonAt at) {
        JsonAt unknown = at.at("unknown");
        return new RowTags(
                at.at("rows").looseIntegerOrNull(),
                at.at("tagged").looseIntegerOrNull(),
                at.at("exact").looseIntegerOrNull(),
                at.at("truncated").looseIntegerOrNull(),
                unknown.node().isContainerNode() ? sum(unknown) : unknown.looseIntegerOrNull(),
                at.at("ordinals").at("min").looseIntegerOrNull(),
                at.at("ordinals").at("max").looseIntegerOrNull(),
                at.at("guarantee").textOrNull());
    }

    /** Adds up the unknown rows of each operator. */
    private static Long sum(JsonAt byOperator) {
        long[] sum = {0};
        byOperator.members((operator, rows) -> {
            Long count = rows.looseIntegerOrNull();
            sum[0] += count == null ? 0 : count;
        });
        return sum[0];
    }

    private static SnapshotPin snapshot(JsonAt at) {
        JsonAt id = at.at("snapshotId");
        return new SnapshotPin(
                id.node().isIntegralNumber() ? id.node().asText() : id.textOrNull(),
                at.at("completeThrough").looseIntegerOrNull());
    }
}
