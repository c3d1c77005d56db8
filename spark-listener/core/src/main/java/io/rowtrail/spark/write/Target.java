package io.rowtrail.spark.write;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * A table of a catalog that a command writes to.
 *
 * @param catalog the catalog itself, to load the table again after the write
 */
public record Target(CatalogPlugin catalog, Identifier identifier) {
    static Optional<Target> of(LogicalPlan plan) {
        if (plan instanceof ResolvedIdentifier name) {
            return Optional.of(new Target(name.catalog(), name.identifier()));
        }
        if (plan instanceof DataSourceV2Relation relation) {
            Optional<CatalogPlugin> catalog = Seqs.java(relation.catalog());
            Optional<Identifier> identifier = Seqs.java(relation.identifier());
            return catalog.flatMap(c -> identifier.map(i -> new Target(c, i)));
        }
        return Optional.empty();
    }

    /** Dotted, without the catalog. */
    public String name() {
        List<String> namespace = List.of(identifier.namespace());
        return namespace.isEmpty() ? identifier.name() : String.join(".", namespace) + "." + identifier.name();
    }
}
