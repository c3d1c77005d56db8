package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.DatasetMention.SnapshotPin;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.DatasetMention.Subset;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.Schema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one dataset and its facets. */
final class DatasetReader {

    private final JsonCursor at;
    private final Set<Mark> marks;
    private final Bounds bounds;
    private @Nullable Schema schema;
    private @Nullable String version;
    private @Nullable ColumnLineage columns;
    private @Nullable List<ExplicitLineage.Source> lineage;
    private @Nullable Lifecycle lifecycle;
    private List<Symlink> symlinks = List.of();
    private @Nullable Statistics statistics;
    private @Nullable RowTags tags;
    private @Nullable RowTags ioTags;
    private @Nullable SnapshotPin snapshot;
    private @Nullable SnapshotPin ioSnapshot;
    private @Nullable Subset subset;
    private List<String> deleted = List.of();

    private DatasetReader(JsonCursor at, Set<Mark> marks, Bounds bounds) {
        this.at = at;
        this.marks = marks;
        this.bounds = bounds;
    }

    static DatasetMention input(JsonCursor at, Set<Mark> marks, Bounds bounds) {
        return new DatasetReader(at, marks, bounds).read("inputFacets", FacetShapes.Entity.INPUT);
    }

    static DatasetMention output(JsonCursor at, Set<Mark> marks, Bounds bounds) {
        return new DatasetReader(at, marks, bounds).read("outputFacets", FacetShapes.Entity.OUTPUT);
    }

    /** Reads the dataset of a dataset event, which is neither read nor written. */
    static DatasetMention statement(JsonCursor at, Set<Mark> marks, Bounds bounds) {
        return new DatasetReader(at, marks, bounds).read("", FacetShapes.Entity.DATASET);
    }

    private DatasetMention read(String io, FacetShapes.Entity entity) {
        Told told = new Told(at);
        at.members(name -> {
            if (name.equals("facets")) {
                deleted = Facets.read(at, FacetShapes.Entity.DATASET, marks, this::facet);
            } else if (name.equals(io)) {
                Facets.read(at, entity, marks, this::ioFacet);
            } else if (!told.member(name)) {
                at.skip();
            }
        });
        DatasetId id = told.dataset();
        return new DatasetMention(
                id,
                schema,
                version,
                columns,
                lineage == null ? List.of() : List.of(new ExplicitLineage(id, null, lineage)),
                lifecycle,
                symlinks,
                statistics,
                ioTags == null ? tags : ioTags,
                ioSnapshot == null ? snapshot : ioSnapshot,
                subset,
                deleted);
    }

    private @Nullable Facet facet(String key) {
        return switch (key) {
            case "schema" -> new SchemaFacet(at, bounds, told -> schema = told);
            case "version" -> DatasetFacets.version(at, told -> version = told);
            case "columnLineage" -> new ColumnsFacet(at, bounds, told -> columns = told);
            case "lineage" -> LineageFacet.ofDataset(at, bounds, told -> lineage = told);
            case "lifecycleStateChange" -> DatasetFacets.lifecycle(at, told -> lifecycle = told);
            case "symlinks" -> DatasetFacets.symlinks(at, told -> symlinks = told);
            case "rowtrail_tags" -> new TagsFacet(at, told -> tags = told);
            case "rowtrail_snapshot" -> DatasetFacets.snapshot(at, told -> snapshot = told);
            default -> null;
        };
    }

    private @Nullable Facet ioFacet(String key) {
        return switch (key) {
            case "inputStatistics", "outputStatistics" -> DatasetFacets.statistics(at, told -> statistics = told);
            case "subset" -> new SubsetFacet(at, told -> subset = told);
            case "rowtrail_tags" -> new TagsFacet(at, told -> ioTags = told);
            case "rowtrail_snapshot" -> DatasetFacets.snapshot(at, told -> ioSnapshot = told);
            default -> null;
        };
    }
}
