package io.rowtrail.spark.iceberg;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** An Iceberg table whose row-level commands say in the snapshot's summary which run they are: SQL has no options for that. */
public final class StampedTable extends MainTable {
    private static final String OPTION = "snapshot-property.";

    private final Map<String, String> stamp;

    private StampedTable(SparkTable table, Map<String, String> stamp) {
        super(table);
        this.stamp = Map.copyOf(stamp);
    }

    /** Empty for a table of another format, a branch, time travel. */
    public static Optional<Table> of(Table table, Map<String, String> stamp) {
        return IcebergTables.isIceberg(table) && MainTable.isOf((SparkTable) table)
                ? Optional.of(new StampedTable((SparkTable) table, stamp))
                : Optional.empty();
    }

    @Override
    public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo info) {
        RowLevelOperationBuilder builder = super.newRowLevelOperationBuilder(info);
        return () -> {
            RowLevelOperation operation = builder.build();
            return operation instanceof SupportsDelta delta
                    ? new StampedDelta(delta, stamp)
                    : new StampedCopy(operation, stamp);
        };
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        CommitMetadata.withCommitProperties(
                stamp,
                () -> {
                    super.deleteWhere(predicates);
                    return true;
                },
                RuntimeException.class);
    }

    /** A command as the table would run it, but for what it is told to write. */
    private abstract static class Stamped<O extends RowLevelOperation> implements RowLevelOperation {
        final O operation;
        private final Map<String, String> stamp;

        Stamped(O operation, Map<String, String> stamp) {
            this.operation = operation;
            this.stamp = stamp;
        }

        final LogicalWriteInfo stamped(LogicalWriteInfo info) {
            return new StampedInfo(info, stamp);
        }

        @Override
        public final String description() {
            return operation.description();
        }

        @Override
        public final Command command() {
            return operation.command();
        }

        @Override
        public final ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            return operation.newScanBuilder(options);
        }

        @Override
        public final NamedReference[] requiredMetadataAttributes() {
            return operation.requiredMetadataAttributes();
        }
    }

    private static final class StampedCopy extends Stamped<RowLevelOperation> {
        StampedCopy(RowLevelOperation operation, Map<String, String> stamp) {
            super(operation, stamp);
        }

        @Override
        public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
            return operation.newWriteBuilder(stamped(info));
        }
    }

    private static final class StampedDelta extends Stamped<SupportsDelta> implements SupportsDelta {
        StampedDelta(SupportsDelta operation, Map<String, String> stamp) {
            super(operation, stamp);
        }

        @Override
        public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo info) {
            return operation.newWriteBuilder(stamped(info));
        }

        @Override
        public NamedReference[] rowId() {
            return operation.rowId();
        }

        @Override
        public boolean representUpdateAsDeleteAndInsert() {
            return operation.representUpdateAsDeleteAndInsert();
        }
    }

    private record StampedInfo(LogicalWriteInfo info, Map<String, String> stamp) implements LogicalWriteInfo {
        @Override
        public CaseInsensitiveStringMap options() {
            Map<String, String> all = new HashMap<>(info.options().asCaseSensitiveMap());
            stamp.forEach((key, value) -> all.put(OPTION + key, value));
            return new CaseInsensitiveStringMap(all);
        }

        @Override
        public String queryId() {
            return info.queryId();
        }

        @Override
        public StructType schema() {
            return info.schema();
        }

        @Override
        public Optional<StructType> rowIdSchema() {
            return info.rowIdSchema();
        }

        @Override
        public Optional<StructType> metadataSchema() {
            return info.metadataSchema();
        }
    }
}
