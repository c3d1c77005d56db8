package io.rowtrail.spark.write;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
import org.apache.spark.sql.catalyst.plans.logical.OverwritePartitionsDynamic;
import org.apache.spark.sql.catalyst.plans.logical.ReplaceTableAsSelect;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * A command that writes a query's rows into a catalog's table.
 *
 * @param table the node that names the target
 * @param kind what it does to the table
 * @param existing the table as it was before, for commands that keep it
 * @param options the write options
 */
record WriteCommand(
        LogicalPlan node,
        LogicalPlan query,
        LogicalPlan table,
        Target target,
        PlannedRun.WriteKind kind,
        Optional<DataSourceV2Relation> existing,
        scala.collection.immutable.Map<String, String> options) {

    static Optional<WriteCommand> parse(LogicalPlan plan) {
        if (plan instanceof CreateTableAsSelect create) {
            return of(plan, create.query(), create.name(), PlannedRun.WriteKind.CREATE, create.writeOptions());
        } else if (plan instanceof ReplaceTableAsSelect replace) {
            return of(plan, replace.query(), replace.name(), PlannedRun.WriteKind.OVERWRITE, replace.writeOptions());
        } else if (plan instanceof AppendData append) {
            return of(plan, append.query(), (LogicalPlan) append.table(), PlannedRun.WriteKind.APPEND, append.writeOptions());
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

    private static Optional<WriteCommand> of(
            LogicalPlan node,
            LogicalPlan query,
            LogicalPlan target,
            PlannedRun.WriteKind kind,
            scala.collection.immutable.Map<String, String> options) {
        Optional<DataSourceV2Relation> existing =
                target instanceof DataSourceV2Relation relation ? Optional.of(relation) : Optional.empty();
        return Target.of(target).map(t -> new WriteCommand(node, query, target, t, kind, existing, options));
    }

    /** The same command over another query and with more options. */
    LogicalPlan with(LogicalPlan other, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(Seqs.javaMap(options));
        all.putAll(more);
        LogicalPlan changed = Nodes.replaced(node, query, other);
        return more.isEmpty() ? changed : Nodes.replaced(changed, options, Seqs.map(all));
    }
}
