package io.rowtrail.spark.write;

import io.rowtrail.spark.iceberg.IcebergTables;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.stream.StreamState;
import io.rowtrail.trace.RowtrailColumns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.streaming.sources.WriteToMicroBatchDataSource;
import org.apache.spark.sql.streaming.OutputMode;

/** One micro-batch of a streaming query on its way into a table. Only Iceberg's are known to take the run's signature. */
record StreamWrite(WriteToMicroBatchDataSource node, Target target) implements WriteCommand {
    static Optional<StreamWrite> parse(LogicalPlan plan) {
        if (!(plan instanceof WriteToMicroBatchDataSource batch) || !IcebergTables.isIceberg(batch.table())) {
            return Optional.empty();
        }
        Optional<DataSourceV2Relation> named = Seqs.java(batch.relation());
        return named.flatMap(Target::of)
                .or(() -> IcebergTables.location(batch.table()).map(Target.Files::new))
                .map(target -> new StreamWrite(batch, target));
    }

    @Override
    public LogicalPlan query() {
        return node.query();
    }

    @Override
    public PlannedRun.WriteKind kind() {
        return isWhole() ? PlannedRun.WriteKind.OVERWRITE : PlannedRun.WriteKind.APPEND;
    }

    @Override
    public List<LogicalPlan> named() {
        return List.of();
    }

    private boolean takesTags() {
        return Arrays.stream(((Table) node.table()).columns())
                .anyMatch(column -> column.name().equalsIgnoreCase(RowtrailColumns.TAGS));
    }

    @Override
    public Optional<String> refusal() {
        return takesTags()
                ? Optional.empty()
                : Optional.of("the target has no column " + RowtrailColumns.TAGS + ": ALTER TABLE "
                        + ((Table) node.table()).name() + " ADD COLUMN " + RowtrailColumns.TAGS
                        + " BINARY and start the query again");
    }

    @Override
    public Optional<String> keeper() {
        return StreamState.keeper(node.query());
    }

    /** A row that lacks the column would be unknown, and a batch that is not signed makes all the table's rows so. */
    @Override
    public boolean joinsTagged() {
        return takesTags();
    }

    @Override
    public boolean isDynamic() {
        return false;
    }

    @Override
    public boolean isWhole() {
        return node.outputMode().equals(OutputMode.Complete());
    }

    @Override
    public Map<String, String> properties() {
        return ((Table) node.table()).properties();
    }

    @Override
    public LogicalPlan as(String run, LogicalPlan query, PlannedRun.Tagging tagging) {
        if (!tagging.written()) {
            return node;
        }
        Map<String, String> signed = new LinkedHashMap<>(Seqs.javaMap(node.writeOptions()));
        TagWrites.summary(run, tagging).forEach((key, value) -> signed.put(TableWrite.SNAPSHOT_PROPERTY + key, value));
        LogicalPlan over = Nodes.replaced(node, node.query(), query);
        return Nodes.replaced(over, node.writeOptions(), Seqs.map(signed));
    }
}
