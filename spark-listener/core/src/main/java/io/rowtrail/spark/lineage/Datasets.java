package io.rowtrail.spark.lineage;

import io.rowtrail.spark.iceberg.IcebergTables;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.stream.StreamLeaf;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** Names datasets: a table by its catalog, a path by its file system. */
public final class Datasets {
    private static final String OURS = "_rt_";

    private Datasets() {}

    /** {@code iceberg://<catalog>} and {@code namespace.table}. */
    public static DatasetName ofTable(CatalogPlugin catalog, Identifier identifier, boolean iceberg) {
        List<String> parts = new ArrayList<>(List.of(identifier.namespace()));
        parts.add(identifier.name());
        return new DatasetName((iceberg ? "iceberg://" : "spark://") + catalog.name(), String.join(".", parts));
    }

    /** A file path: scheme and authority, then the path. */
    public static DatasetName ofLocation(String location) {
        URI uri = URI.create(location.replace(" ", "%20"));
        String scheme = uri.getScheme() == null ? "file" : uri.getScheme();
        String authority = uri.getAuthority();
        String path = uri.getPath();
        return authority == null
                ? new DatasetName(scheme, path)
                : new DatasetName(scheme + "://" + authority, path.replaceFirst("^/", ""));
    }

    /** The dataset that a leaf reads; empty for literal rows and for what has no name. */
    static Optional<InputDataset> of(LogicalPlan leaf) {
        if (leaf instanceof DataSourceV2Relation relation) {
            return of(relation);
        }
        if (StreamLeaf.isOne(leaf)) {
            return StreamLeaf.relation(leaf).flatMap(Datasets::of);
        }
        if (leaf instanceof LogicalRelation relation) {
            return location(relation)
                    .map(path -> new InputDataset(
                            ofLocation(path),
                            Optional.of(path),
                            fields(leaf),
                            OptionalLong.empty(),
                            Optional.empty()));
        }
        return Optional.empty();
    }

    private static Optional<InputDataset> of(DataSourceV2Relation relation) {
        Optional<CatalogPlugin> catalog = Seqs.java(relation.catalog());
        Optional<Identifier> identifier = Seqs.java(relation.identifier());
        Optional<String> location = IcebergTables.location(relation.table());
        boolean iceberg = IcebergTables.isIceberg(relation.table());
        Optional<DatasetName> name = catalog.flatMap(c -> identifier.map(i -> ofTable(c, i, iceberg)))
                .or(() -> location.map(Datasets::ofLocation));
        OptionalLong snapshot = IcebergTables.snapshotId(relation.table())
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
        return name.map(n -> new InputDataset(n, location, fields(relation), snapshot, Optional.empty()));
    }

    private static Optional<String> location(LogicalRelation relation) {
        Optional<CatalogTable> table = Seqs.java(relation.catalogTable());
        if (table.isPresent() && table.get().storage().locationUri().isDefined()) {
            return Optional.of(table.get().location().toString());
        }
        return relation.relation() instanceof HadoopFsRelation files
                ? files.location().rootPaths().headOption().isDefined()
                        ? Optional.of(files.location().rootPaths().head().toString())
                        : Optional.empty()
                : Optional.empty();
    }

    static List<InputDataset.Field> fields(LogicalPlan plan) {
        List<InputDataset.Field> fields = new ArrayList<>();
        for (Attribute column : Nodes.output(plan)) {
            if (!isOurs(column.name())) {
                fields.add(new InputDataset.Field(
                        column.name(), column.dataType().simpleString()));
            }
        }
        return fields;
    }

    /** Columns that Rowtrail added are in no lineage. */
    static boolean isOurs(String column) {
        return column.toLowerCase(Locale.ROOT).startsWith(OURS);
    }
}
