package io.rowtrail.spark.events;

import io.openlineage.client.OpenLineage;
import io.rowtrail.spark.lineage.ColumnLineage;
import io.rowtrail.spark.lineage.DatasetName;
import io.rowtrail.spark.lineage.Datasets;
import io.rowtrail.spark.lineage.InputDataset;
import io.rowtrail.spark.lineage.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Datasets as OpenLineage objects. */
final class DatasetFacts {
    private final OpenLineage openLineage;

    DatasetFacts(OpenLineage openLineage) {
        this.openLineage = openLineage;
    }

    OpenLineage.InputDataset input(InputDataset dataset) {
        RowtrailFacet snapshot = new RowtrailFacet("rowtrail_snapshot-1-0-0.json");
        dataset.snapshot().ifPresent(id -> snapshot.with("snapshotId", id));
        dataset.pinned().ifPresent(table -> snapshot.with("completeThrough", table.completeThrough())
                .with("source", table.source()));
        OpenLineage.InputDatasetInputFacetsBuilder facets = openLineage.newInputDatasetInputFacetsBuilder();
        if (!snapshot.getAdditionalProperties().isEmpty()) {
            facets.put("rowtrail_snapshot", snapshot);
        }
        OpenLineage.DatasetFacetsBuilder general = general(dataset.columns(), dataset.location());
        dataset.snapshot()
                .ifPresent(id -> general.version(openLineage.newDatasetVersionDatasetFacet(Long.toString(id))));
        return openLineage
                .newInputDatasetBuilder()
                .namespace(dataset.name().namespace())
                .name(dataset.name().name())
                .facets(general.build())
                .inputFacets(facets.build())
                .build();
    }

    /** What every dataset has: its columns, and where its files are. */
    OpenLineage.DatasetFacetsBuilder general(List<InputDataset.Field> columns, Optional<String> location) {
        OpenLineage.DatasetFacetsBuilder facets = openLineage.newDatasetFacetsBuilder();
        if (!columns.isEmpty()) {
            facets.schema(openLineage.newSchemaDatasetFacet(columns.stream()
                    .map(field -> openLineage
                            .newSchemaDatasetFacetFieldsBuilder()
                            .name(field.name())
                            .type(field.type())
                            .build())
                    .toList()));
        }
        location.ifPresent(path -> {
            DatasetName physical = Datasets.ofLocation(path);
            facets.symlinks(openLineage.newSymlinksDatasetFacet(List.of(openLineage.newSymlinksDatasetFacetIdentifiers(
                    physical.namespace(), physical.name(), "LOCATION"))));
        });
        return facets;
    }

    OpenLineage.ColumnLineageDatasetFacet columnLineage(ColumnLineage lineage) {
        OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields =
                openLineage.newColumnLineageDatasetFacetFieldsBuilder();
        for (Map.Entry<String, SortedSet<Origin>> field : lineage.fields().entrySet()) {
            fields.put(
                    field.getKey(),
                    openLineage
                            .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                            .inputFields(inputFields(field.getValue()))
                            .build());
        }
        return openLineage.newColumnLineageDatasetFacet(fields.build(), inputFields(lineage.context()));
    }

    private record Column(DatasetName dataset, String name) implements Comparable<Column> {
        @Override
        public int compareTo(Column other) {
            int byDataset = dataset.compareTo(other.dataset);
            return byDataset != 0 ? byDataset : name.compareTo(other.name);
        }
    }

    /** One input field a column, with all the ways it came. */
    private List<OpenLineage.InputField> inputFields(Collection<Origin> origins) {
        SortedMap<Column, List<OpenLineage.InputFieldTransformations>> byColumn = new TreeMap<>();
        for (Origin origin : origins) {
            byColumn.computeIfAbsent(new Column(origin.dataset(), origin.column()), key -> new ArrayList<>())
                    .add(openLineage
                            .newInputFieldTransformationsBuilder()
                            .type(origin.step().subtype().isDirect() ? "DIRECT" : "INDIRECT")
                            .subtype(origin.step().subtype().name())
                            .masking(origin.step().masking())
                            .build());
        }
        List<OpenLineage.InputField> fields = new ArrayList<>();
        byColumn.forEach((column, ways) -> fields.add(openLineage
                .newInputFieldBuilder()
                .namespace(column.dataset().namespace())
                .name(column.dataset().name())
                .field(column.name())
                .transformations(ways)
                .build()));
        return fields;
    }
}
