package io.rowtrail.spark.iceberg;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.spark.source.SparkTable;

/** A table's main branch as it is now, to be extended; of Iceberg 1.12, whose tables are always pinned to a snapshot. */
abstract class MainTable extends SparkTable {
    MainTable(SparkTable table) {
        super(table.table());
    }

    /** Whether {@code table} is the main branch as it is now: no other branch, no time travel. */
    static boolean isOf(SparkTable table) {
        if (table.branch() != null) {
            return false;
        }
        Snapshot current = table.table().currentSnapshot();
        Long read = table.snapshotId();
        return read == null ? current == null : current != null && current.snapshotId() == read;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
