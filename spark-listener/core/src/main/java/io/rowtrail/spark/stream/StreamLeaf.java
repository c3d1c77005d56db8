package io.rowtrail.spark.stream;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Option;
import scala.Product;

/** What a micro-batch reads of a table: rows that were added since the last one. */
public final class StreamLeaf {
    private StreamLeaf() {}

    /** Whether a leaf is a part of a stream, of whatever source that tells of its table. */
    public static boolean isOne(LogicalPlan leaf) {
        return leaf.getClass().getSimpleName().startsWith("StreamingDataSourceV2");
    }

    /**
     * The table that a leaf reads, with the leaf's own columns, as it is now: who wrote to it since the query began has written
     * rows of this batch. Empty for another leaf, and for a source that is no table.
     */
    public static Optional<DataSourceV2Relation> relation(LogicalPlan leaf) {
        if (!isOne(leaf)) {
            return Optional.empty();
        }
        Optional<CatalogPlugin> catalog = part(leaf, CatalogPlugin.class);
        Optional<Identifier> identifier = part(leaf, Identifier.class);
        Optional<Table> table = catalog.flatMap(c -> identifier.flatMap(i -> loaded(c, i)))
                .or(() -> part(leaf, Table.class));
        return table.map(t -> (DataSourceV2Relation) Nodes.withFirst(
                DataSourceV2Relation.create(t, option(catalog), option(identifier)),
                t,
                Seqs.of(Nodes.output(leaf))));
    }

    private static Optional<Table> loaded(CatalogPlugin catalog, Identifier identifier) {
        try {
            return catalog instanceof TableCatalog tables
                    ? Optional.of(tables.loadTable(identifier))
                    : Optional.empty();
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** Its first part of this type, in an option or in the relation that it scans: Spark 3 and 4 keep them in other places. */
    private static <T> Optional<T> part(Product node, Class<T> type) {
        for (int i = 0; i < node.productArity(); i++) {
            Object element = node.productElement(i);
            Object inner = element instanceof Option<?> option && option.isDefined() ? option.get() : element;
            if (type.isInstance(inner)) {
                return Optional.of(type.cast(inner));
            }
            if (inner instanceof LogicalPlan scanned) {
                Optional<T> found = part(scanned, type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static <T> Option<T> option(Optional<T> value) {
        return Option.apply(value.orElse(null));
    }
}
