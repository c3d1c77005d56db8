package io.rowtrail.spark.write;

import io.rowtrail.spark.delta.DeltaStamp;
import io.rowtrail.spark.delta.DeltaTables;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
import org.apache.spark.sql.catalyst.plans.logical.OverwritePartitionsDynamic;
import org.apache.spark.sql.catalyst.plans.logical.ReplaceTableAsSelect;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * A command that writes into a catalog's table.
 *
 * @param table the node that names the target
 * @param existing the table as it was before, for commands that keep it
 * @param options the write options
 */
record TableWrite(
        LogicalPlan node,
        LogicalPlan query,
        LogicalPlan table,
        Target target,
        PlannedRun.WriteKind kind,
        Optional<DataSourceV2Relation> existing,
        scala.collection.immutable.Map<String, String> options)
        implements WriteCommand {
    static final String SNAPSHOT_PROPERTY = "snapshot-property.";

    static Optional<TableWrite> parse(LogicalPlan plan) {
        if (plan instanceof CreateTableAsSelect create) {
            return of(plan, create.query(), create.name(), PlannedRun.WriteKind.CREATE, create.writeOptions());
        } else if (plan instanceof ReplaceTableAsSelect replace) {
            return of(plan, replace.query(), replace.name(), PlannedRun.WriteKind.OVERWRITE, replace.writeOptions());
        } else if (plan instanceof AppendData append) {
            return of(
                    plan,
                    append.query(),
                    (LogicalPlan) append.table(),
                    PlannedRun.WriteKind.APPEND,
                    append.writeOptions());
        } else if (plan instanceof OverwriteByExpression overwrite) {
            return of(
                    plan,
                    overwrite.query(),
                    (LogicalPlan) overwrite.table(),
                    PlannedRun.WriteKind.OVERWRITE,
                    overwrite.writeOptions());
        } else if (plan instanceof OverwritePartitionsDynamic overwrite) {
            return of(
                    plan,
                    overwrite.query(),
                    (LogicalPlan) overwrite.table(),
                    PlannedRun.WriteKind.OVERWRITE,
                    overwrite.writeOptions());
        }
        return Optional.empty();
    }

    private static Optional<TableWrite> of(
            LogicalPlan node,
            LogicalPlan query,
            LogicalPlan target,
            PlannedRun.WriteKind kind,
            scala.collection.immutable.Map<String, String> options) {
        Optional<DataSourceV2Relation> existing =
                target instanceof DataSourceV2Relation relation ? Optional.of(relation) : Optional.empty();
        return delta(node, target)
                .<Target>map(Target.Files::new)
                .or(() -> Target.of(target))
                .map(t -> new TableWrite(node, query, target, t, kind, existing, options));
    }

    /** Where the Delta table lies; empty for any other. */
    private static Optional<String> delta(LogicalPlan node, LogicalPlan target) {
        if (node instanceof CreateTableAsSelect create) {
            return DeltaTables.location(target, create.tableSpec());
        }
        return node instanceof ReplaceTableAsSelect replace
                ? DeltaTables.location(target, replace.tableSpec())
                : DeltaTables.location(target);
    }

    /** A Delta table goes by its location. */
    private boolean isDelta() {
        return target instanceof Target.Files;
    }

    @Override
    public List<LogicalPlan> named() {
        return List.of(table);
    }

    /** Delta lets options of an overwrite, even of a replacement, name the part. */
    private boolean overwritesPart() {
        return isDelta() && DeltaTables.overwritesPart(Seqs.javaMap(options));
    }

    @Override
    public Optional<String> refusal() {
        return existing.map(
                relation -> "the target has no column " + RowtrailColumns.TAGS + ": ALTER TABLE " + relation.name()
                        + " ADD COLUMN " + RowtrailColumns.TAGS + " BINARY and overwrite it whole, or create it anew");
    }

    @Override
    public Optional<String> unsigned() {
        return isDelta() ? DeltaStamp.refusal(Seqs.javaMap(options)) : Optional.empty();
    }

    @Override
    public boolean joinsTagged() {
        return false;
    }

    @Override
    public boolean isDynamic() {
        return node instanceof OverwritePartitionsDynamic
                || (kind == PlannedRun.WriteKind.OVERWRITE && overwritesPart());
    }

    @Override
    public boolean isWhole() {
        if (overwritesPart()) {
            return false;
        }
        return node instanceof CreateTableAsSelect
                || node instanceof ReplaceTableAsSelect
                || (node instanceof OverwriteByExpression overwrite
                        && overwrite.deleteExpr() instanceof Literal literal
                        && Boolean.TRUE.equals(literal.value()));
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (existing.isPresent()) {
            properties.putAll(existing.get().table().properties());
        } else if (node instanceof CreateTableAsSelect create) {
            properties.putAll(Seqs.javaMap(create.tableSpec().properties()));
        } else if (node instanceof ReplaceTableAsSelect replace) {
            // Replaced tables keep what is not said again.
            if (Target.of(table).orElse(target) instanceof Target.Table replaced) {
                properties.putAll(replaced.properties());
            }
            properties.putAll(Seqs.javaMap(replace.tableSpec().properties()));
        }
        return properties;
    }

    @Override
    public LogicalPlan as(String run, LogicalPlan other, PlannedRun.Tagging tagging) {
        if (!tagging.written()) {
            return node;
        }
        Map<String, String> stamp = TagWrites.summary(run, tagging);
        LogicalPlan over = Nodes.replaced(node, query, other);
        if (isDelta() && over instanceof CreateTableAsSelect create) {
            // Delta does not put a write option into the commit that makes a table.
            Map<String, String> properties =
                    DeltaStamp.withProperty(Seqs.javaMap(create.tableSpec().properties()), stamp);
            return Nodes.replaced(over, create.tableSpec(), Nodes.withProperties(create.tableSpec(), properties));
        }
        Map<String, String> all = new LinkedHashMap<>(Seqs.javaMap(options));
        if (isDelta()) {
            all = DeltaStamp.with(all, stamp);
        } else {
            for (Map.Entry<String, String> entry : stamp.entrySet()) {
                all.put(SNAPSHOT_PROPERTY + entry.getKey(), entry.getValue());
            }
        }
        return Nodes.replaced(over, options, Seqs.map(all));
    }
}
