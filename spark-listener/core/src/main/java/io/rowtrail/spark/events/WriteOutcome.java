package io.rowtrail.spark.events;

import io.rowtrail.spark.iceberg.IcebergTables;
import io.rowtrail.spark.lineage.DatasetName;
import io.rowtrail.spark.lineage.Datasets;
import io.rowtrail.spark.write.PlannedRun;
import io.rowtrail.spark.write.Target;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/**
 * The target of a run as its catalog shows it now.
 *
 * @param snapshot what the run committed; empty before it did, and where the format has no snapshots
 */
record WriteOutcome(
        DatasetName name, Optional<String> location, Optional<IcebergTables.WrittenSnapshot> snapshot) {
    /** Looks the target up; before a run of CREATE there may be nothing yet. */
    static WriteOutcome of(PlannedRun run, boolean finished) {
        if (run.target() instanceof Target.Files files) {
            return new WriteOutcome(Datasets.ofLocation(files.location()), Optional.empty(), Optional.empty());
        }
        Target.Table target = (Target.Table) run.target();
        Optional<Table> table = load(target);
        boolean iceberg = table.map(IcebergTables::isIceberg)
                .orElseGet(() -> target.catalog().getClass().getName().startsWith("org.apache.iceberg"));
        boolean stamped = run.tagging().map(PlannedRun.Tagging::written).orElse(false);
        Optional<IcebergTables.WrittenSnapshot> snapshot = !finished
                ? Optional.empty()
                : table.flatMap(t ->
                        stamped ? IcebergTables.writtenBy(t, run.id().toString()) : IcebergTables.current(t));
        return new WriteOutcome(
                Datasets.ofTable(target.catalog(), target.identifier(), iceberg),
                table.flatMap(IcebergTables::location),
                snapshot);
    }

    private static Optional<Table> load(Target.Table target) {
        try {
            return target.catalog() instanceof TableCatalog tables
                    ? Optional.of(tables.loadTable(target.identifier()))
                    : Optional.empty();
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }
}
