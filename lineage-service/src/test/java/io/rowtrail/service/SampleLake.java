package io.rowtrail.service;

import io.rowtrail.lake.ChangeFile;
import io.rowtrail.lake.ChangeTable;
import io.rowtrail.lake.ChangeTableLayout;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** A change table and tagged outputs as the capture and the Spark plugin write them. */
public final class SampleLake {
    private static final List<String> COLUMNS = List.of("sale_id", "line_no", "unit_price");

    private final Lake lake;

    public SampleLake(Lake lake) {
        this.lake = lake;
    }

    /** A captured change. */
    public record Change(
            String op,
            ChangeOrdinal tx,
            long saleId,
            @Nullable String trace) {}

    public void changes(String source, List<Change> changes) {
        Map<String, Type> columns = new LinkedHashMap<>();
        columns.put("sale_id", Types.LongType.get());
        columns.put("line_no", Types.IntegerType.get());
        columns.put("unit_price", Types.StringType.get());
        ChangeTable table = ChangeTable.createOrLoad(
                lake,
                new LakeName(source, "sale_line"),
                new ChangeTableLayout(source, columns, List.of("sale_id", "line_no")));
        ChangeFile file = table.openFile();
        for (Change change : changes) {
            file.write(
                    new ChangeFile.Stamp(
                            change.op(),
                            change.tx().value(),
                            0,
                            Optional.ofNullable(change.trace()),
                            change.trace() == null ? "none" : "message",
                            OffsetDateTime.parse("2026-01-02T03:04:05Z")),
                    COLUMNS,
                    new Object[] {change.saleId(), 1, "9.99"});
        }
        table.append(List.of(file.finish()), changes.get(changes.size() - 1).tx());
    }

    /** A tagged output written by a run, or by somebody else when there is no run. */
    public void output(String namespace, String name, @Nullable String run, Map<String, TagSet> rows)
            throws IOException {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "month", Types.StringType.get()),
                Types.NestedField.optional(2, "revenue", Types.DecimalType.of(18, 2)),
                Types.NestedField.optional(3, RowtrailColumns.TAGS, Types.BinaryType.get()));
        SupportsNamespaces namespaces = (SupportsNamespaces) lake.catalog();
        if (!namespaces.namespaceExists(Namespace.of(namespace))) {
            namespaces.createNamespace(Namespace.of(namespace));
        }
        TableIdentifier id = TableIdentifier.of(namespace, name);
        Table table = lake.catalog().tableExists(id)
                ? lake.catalog().loadTable(id)
                : lake.catalog().createTable(id, schema);
        AppendFiles append = table.newAppend()
                .appendFile(
                        file(table, table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet"), rows));
        if (run != null) {
            append.set(RowtrailProperties.RUN, run)
                    .set(RowtrailProperties.ABSENCE_COUNT, "1")
                    .set(RowtrailProperties.ABSENCE_MIN, "3")
                    .set(RowtrailProperties.ABSENCE_MAX, "3");
        }
        append.commit();
    }

    /** Takes all rows out of an output, as a run does that makes it anew without them. */
    public void emptied(String namespace, String name, String run) {
        lake.catalog()
                .loadTable(TableIdentifier.of(namespace, name))
                .newDelete()
                .deleteFromRowFilter(Expressions.alwaysTrue())
                .set(RowtrailProperties.RUN, run)
                .commit();
    }

    /** A command by which {@code run} left rows alone that it might have changed, had more been in its source. */
    public void leftAlone(String namespace, String name, String run) {
        lake.catalog()
                .loadTable(TableIdentifier.of(namespace, name))
                .newAppend()
                .set(RowtrailProperties.RUN, run)
                .set(RowtrailProperties.OPEN, "true")
                .set(RowtrailProperties.ABSENCE_COUNT, "2")
                .set(RowtrailProperties.ABSENCE_MIN, "5")
                .set(RowtrailProperties.ABSENCE_MAX, "9")
                .commit();
    }

    private static DataFile file(Table table, String location, Map<String, TagSet> rows) throws IOException {
        Schema schema = table.schema();
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .withSpec(PartitionSpec.unpartitioned())
                .createWriterFunc(GenericParquetWriter::create)
                .overwrite()
                .build();
        rows.forEach((month, tags) -> {
            Record record = GenericRecord.create(schema);
            record.setField("month", month);
            record.setField("revenue", new java.math.BigDecimal("12.50"));
            record.setField(RowtrailColumns.TAGS, ByteBuffer.wrap(tags.encode()));
            writer.write(record);
        });
        writer.close();
        return writer.toDataFile();
    }

    /** Puts other rows into the one file of an output, as somebody with access to the disk would. */
    public void forge(String namespace, String name, Map<String, TagSet> rows) throws IOException {
        Table table = lake.catalog().loadTable(TableIdentifier.of(namespace, name));
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            file(table, files.iterator().next().file().location(), rows);
        }
    }
}
