package io.rowtrail.spark.write;

import io.rowtrail.spark.plan.Seqs;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** What a command writes to. */
public sealed interface Target {
    /**
     * A table of a catalog.
     *
     * @param catalog the catalog itself, to load the table again after the write
     */
    record Table(CatalogPlugin catalog, Identifier identifier) implements Target {
        /** What the table says of itself now; nothing while there is none. */
        Map<String, String> properties() {
            try {
                return catalog instanceof TableCatalog tables
                        ? tables.loadTable(identifier).properties()
                        : Map.of();
            } catch (NoSuchTableException e) {
                return Map.of();
            }
        }
    }

    /** A directory of plain files or of a Delta table, whether or not a catalog has a table of them. */
    record Files(String location) implements Target {}

    static Optional<Target> of(LogicalPlan plan) {
        if (plan instanceof ResolvedIdentifier name) {
            return Optional.of(new Table(name.catalog(), name.identifier()));
        }
        if (plan instanceof DataSourceV2Relation relation) {
            Optional<CatalogPlugin> catalog = Seqs.java(relation.catalog());
            Optional<Identifier> identifier = Seqs.java(relation.identifier());
            return catalog.flatMap(c -> identifier.map(i -> new Table(c, i)));
        }
        return Optional.empty();
    }
}
