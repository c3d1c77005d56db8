package io.rowtrail.spark.iceberg;

import io.rowtrail.trace.RowtrailProperties;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Reads Iceberg's metadata of the tables in a plan. Every method answers "empty" for a table of another format, and makes no
 * lambda of Iceberg's types before it has looked: where Iceberg is not on the class path, that alone would fail.
 */
public final class IcebergTables {
    private static final boolean PRESENT = isPresent();

    private IcebergTables() {}

    private static boolean isPresent() {
        try {
            Class.forName("org.apache.iceberg.spark.source.SparkTable", false, IcebergTables.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The Iceberg table behind Spark's. */
    static Optional<Table> of(org.apache.spark.sql.connector.catalog.Table table) {
        return PRESENT && table instanceof SparkTable iceberg ? Optional.of(iceberg.table()) : Optional.empty();
    }

    public static boolean isIceberg(org.apache.spark.sql.connector.catalog.Table table) {
        return of(table).isPresent();
    }

    /** Where the table's files are. */
    public static Optional<String> location(org.apache.spark.sql.connector.catalog.Table table) {
        return isIceberg(table) ? of(table).map(Table::location) : Optional.empty();
    }

    /** The snapshot that a read of {@code table} sees now; empty before the first commit. */
    public static Optional<Long> snapshotId(org.apache.spark.sql.connector.catalog.Table table) {
        if (!PRESENT || !(table instanceof SparkTable iceberg)) {
            return Optional.empty();
        }
        Long pinned = iceberg.snapshotId();
        return pinned != null
                ? Optional.of(pinned)
                : Optional.ofNullable(iceberg.table().currentSnapshot()).map(Snapshot::snapshotId);
    }

    /** The newest snapshot that {@code run} wrote, looked for in fresh metadata. */
    public static Optional<WrittenSnapshot> writtenBy(
            org.apache.spark.sql.connector.catalog.Table table, String run) {
        if (!isIceberg(table)) {
            return Optional.empty();
        }
        return of(table).flatMap(iceberg -> {
            iceberg.refresh();
            for (Snapshot snapshot : SnapshotUtil.currentAncestors(iceberg)) {
                if (run.equals(snapshot.summary().get(RowtrailProperties.RUN))) {
                    return Optional.of(new WrittenSnapshot(snapshot.snapshotId(), snapshot.summary()));
                }
            }
            return Optional.empty();
        });
    }

    /** The current snapshot, whoever wrote it, looked for in fresh metadata. */
    public static Optional<WrittenSnapshot> current(org.apache.spark.sql.connector.catalog.Table table) {
        if (!isIceberg(table)) {
            return Optional.empty();
        }
        return of(table).flatMap(iceberg -> {
            iceberg.refresh();
            return Optional.ofNullable(iceberg.currentSnapshot())
                    .map(snapshot -> new WrittenSnapshot(snapshot.snapshotId(), snapshot.summary()));
        });
    }

    /**
     * A committed snapshot.
     *
     * @param summary Iceberg's own entries and ours
     */
    public record WrittenSnapshot(long id, Map<String, String> summary) {
        public WrittenSnapshot {
            summary = Map.copyOf(summary);
        }

        /** A number in the summary; 0 when it has no such entry. */
        public long number(String entry) {
            String text = summary.get(entry);
            return text == null ? 0 : Long.parseLong(text);
        }
    }

    /** Whether this snapshot leaves every row as it was: a compaction does. */
    static boolean isNeutral(Snapshot snapshot) {
        return DataOperations.REPLACE.equals(snapshot.operation());
    }
}
