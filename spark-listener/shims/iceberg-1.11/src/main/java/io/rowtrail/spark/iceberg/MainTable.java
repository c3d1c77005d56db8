package io.rowtrail.spark.iceberg;

import org.apache.iceberg.spark.source.SparkTable;

/** A table's main branch as it is now, to be extended; of Iceberg 1.11, whose tables name a snapshot only in time travel. */
abstract class MainTable extends SparkTable {
    MainTable(SparkTable table) {
        super(table.table(), false);
    }

    /** Whether {@code table} is the main branch as it is now: no other branch, no time travel. */
    static boolean isOf(SparkTable table) {
        return table.branch() == null && table.snapshotId() == null;
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
