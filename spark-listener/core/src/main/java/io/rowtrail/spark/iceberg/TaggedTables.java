package io.rowtrail.spark.iceberg;

import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Tables that offer their tag column as a metadata column. */
public final class TaggedTables {
    private TaggedTables() {}

    /**
     * {@code table} with the tag column among its metadata columns; the table itself where that cannot be had: another format,
     * a branch, time travel.
     */
    public static Table offering(Table table) {
        if (!IcebergTables.isIceberg(table) || table instanceof Offering) {
            return table;
        }
        SparkTable iceberg = (SparkTable) table;
        return MainTable.isOf(iceberg) ? new Offering(iceberg) : table;
    }

    private static final class Offering extends MainTable {
        Offering(SparkTable table) {
            super(table);
        }

        @Override
        public MetadataColumn[] metadataColumns() {
            List<MetadataColumn> columns = new ArrayList<>(List.of(super.metadataColumns()));
            columns.add(new TagMetadata());
            return columns.toArray(new MetadataColumn[0]);
        }
    }

    private static final class TagMetadata implements MetadataColumn {
        @Override
        public String name() {
            return RowtrailColumns.TAGS;
        }

        @Override
        public DataType dataType() {
            return DataTypes.BinaryType;
        }

        @Override
        public String comment() {
            return "the source transactions that made the row";
        }
    }
}
