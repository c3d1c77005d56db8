package io.rowtrail.spark.iceberg;

import io.rowtrail.trace.RowtrailProperties;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The run that wrote the snapshot which a table is read at; a compaction in between is looked through.
 *
 * @param whole whether all rows of the snapshot are what that run's query yielded
 */
public record SnapshotAuthor(String run, boolean whole) {
    /** Empty when it was no run of ours, or the table is of another format. */
    public static Optional<SnapshotAuthor> of(org.apache.spark.sql.connector.catalog.Table table) {
        if (!IcebergTables.isIceberg(table)) {
            return Optional.empty();
        }
        return IcebergTables.of(table).flatMap(iceberg -> IcebergTables.snapshotId(table)
                .flatMap(read -> of(iceberg, read)));
    }

    private static Optional<SnapshotAuthor> of(Table table, long read) {
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(read, table::snapshot)) {
            if (!IcebergTables.isNeutral(snapshot)) {
                return Optional.ofNullable(snapshot.summary().get(RowtrailProperties.RUN))
                        .map(run -> new SnapshotAuthor(run, isWhole(snapshot.summary())));
            }
        }
        return Optional.empty();
    }

    /** All rows were added by it, and not by a row-level command, which writes rows that it found there again. */
    private static boolean isWhole(Map<String, String> summary) {
        return !summary.containsKey(RowtrailProperties.OPEN)
                && summary.getOrDefault("added-records", "0").equals(summary.getOrDefault("total-records", "0"))
                && summary.getOrDefault("total-position-deletes", "0").equals("0")
                && summary.getOrDefault("total-equality-deletes", "0").equals("0");
    }
}
