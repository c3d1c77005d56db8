package io.rowtrail.capture.post;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClientUtils;
import io.rowtrail.capture.source.SourceConfig;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.trace.RowtrailColumns;
import java.net.URI;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * OpenLineage events of a capture: a streaming job a table, whose run is one life of the capture, from the source table to
 * its change table with schemas and identity column lineage.
 */
public final class CaptureLineage {
    private static final URI PRODUCER = URI.create("https://rowtrail.io/cdc-capture");

    private final OpenLineage openLineage = new OpenLineage(PRODUCER);
    private final SourceConfig source;
    private final String catalog;
    private final Clock clock;
    private final ZonedDateTime started;

    /** @param catalog the lake's name */
    public CaptureLineage(SourceConfig source, String catalog, Clock clock) {
        this.source = source;
        this.catalog = catalog;
        this.clock = clock;
        this.started = ZonedDateTime.now(clock);
    }

    /** The captured table begins to flow. */
    public String started(SourceTable table, String location) {
        return event(EventType.START, started, table, location);
    }

    /** The capture was stopped cleanly. */
    public String completed(SourceTable table, String location) {
        return event(EventType.COMPLETE, ZonedDateTime.now(clock), table, location);
    }

    private String event(EventType type, ZonedDateTime time, SourceTable table, String location) {
        String job = "capture." + source.name() + "." + table.qualifiedName();
        UUID run = UUID.nameUUIDFromBytes(
                (job + "@" + started.toInstant()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return OpenLineageClientUtils.toJson(openLineage
                .newRunEventBuilder()
                .eventType(type)
                .eventTime(time)
                .run(openLineage.newRunBuilder().runId(run).build())
                .job(openLineage
                        .newJobBuilder()
                        .namespace(source.name())
                        .name(job)
                        .facets(openLineage
                                .newJobFacetsBuilder()
                                .jobType(openLineage.newJobTypeJobFacet("STREAMING", "ROWTRAIL", "CAPTURE", null))
                                .build())
                        .build())
                .inputs(List.of(input(table)))
                .outputs(List.of(output(table, location)))
                .build());
    }

    private String sourceName(SourceTable table) {
        return source.database() + "." + table.qualifiedName();
    }

    private OpenLineage.InputDataset input(SourceTable table) {
        List<OpenLineage.SchemaDatasetFacetFields> fields = new ArrayList<>();
        table.columns().forEach((name, column) -> fields.add(field(name, column.sourceType())));
        return openLineage
                .newInputDatasetBuilder()
                .namespace(source.openLineageNamespace())
                .name(sourceName(table))
                .facets(openLineage
                        .newDatasetFacetsBuilder()
                        .schema(openLineage.newSchemaDatasetFacet(fields))
                        .build())
                .build();
    }

    private OpenLineage.OutputDataset output(SourceTable table, String location) {
        List<OpenLineage.SchemaDatasetFacetFields> fields = new ArrayList<>();
        OpenLineage.ColumnLineageDatasetFacetFieldsBuilder columns =
                openLineage.newColumnLineageDatasetFacetFieldsBuilder();
        table.columns().forEach((name, column) -> {
            fields.add(field(name, column.type().toString()));
            columns.put(
                    name,
                    openLineage
                            .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                            .inputFields(List.of(identity(table, name)))
                            .build());
        });
        RowtrailColumns.OF_CHANGE_TABLES.forEach(name -> fields.add(field(name, ourType(name))));
        return openLineage
                .newOutputDatasetBuilder()
                .namespace("iceberg://" + catalog)
                .name(source.name() + "." + table.lakeTable())
                .facets(openLineage
                        .newDatasetFacetsBuilder()
                        .schema(openLineage.newSchemaDatasetFacet(fields))
                        .columnLineage(openLineage
                                .newColumnLineageDatasetFacetBuilder()
                                .fields(columns.build())
                                .build())
                        .symlinks(openLineage.newSymlinksDatasetFacet(List.of(
                                openLineage.newSymlinksDatasetFacetIdentifiers("file", pathOf(location), "LOCATION"))))
                        .build())
                .build();
    }

    private static String pathOf(String location) {
        return location.startsWith("file:") ? location.substring("file:".length()) : location;
    }

    private static String ourType(String column) {
        return switch (column) {
            case RowtrailColumns.TX -> "long";
            case RowtrailColumns.SEQ -> "int";
            case RowtrailColumns.COMMIT_TS -> "timestamptz";
            default -> "string";
        };
    }

    private OpenLineage.InputField identity(SourceTable table, String column) {
        return openLineage.newInputField(
                source.openLineageNamespace(),
                sourceName(table),
                column,
                List.of(openLineage
                        .newInputFieldTransformationsBuilder()
                        .type("DIRECT")
                        .subtype("IDENTITY")
                        .masking(false)
                        .build()));
    }

    private OpenLineage.SchemaDatasetFacetFields field(String name, String type) {
        return openLineage
                .newSchemaDatasetFacetFieldsBuilder()
                .name(name)
                .type(type)
                .build();
    }
}
