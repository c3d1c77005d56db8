package io.rowtrail.bench.rows;

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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Writes a change table and a report as the capture and the plugin do, without either. */
final class LargeLake {
    private static final int CHANGES_A_FILE = 200_000;
    private static final int ROWS_A_FILE = 125_000;

    private final Lake lake;
    private final Sizes sizes;

    LargeLake(Lake lake, Sizes sizes) {
        this.lake = lake;
        this.sizes = sizes;
    }

    /** The change table {@code shop.sale_line}. */
    void changes() {
        Map<String, Type> columns = new LinkedHashMap<>();
        columns.put("sale_id", Types.LongType.get());
        columns.put("line_no", Types.IntegerType.get());
        columns.put("unit_price", Types.StringType.get());
        ChangeTable table = ChangeTable.createOrLoad(
                lake,
                new LakeName("shop", "sale_line"),
                new ChangeTableLayout("shop", columns, List.of("sale_id", "line_no")));
        List<String> names = List.copyOf(columns.keySet());
        for (int from = 0; from < sizes.changes(); from += CHANGES_A_FILE) {
            ChangeFile file = table.openFile();
            int to = Math.min(sizes.changes(), from + CHANGES_A_FILE);
            for (int change = from; change < to; change++) {
                int transaction = sizes.transactionOf(change);
                file.write(
                        new ChangeFile.Stamp(
                                "c",
                                sizes.ordinal(transaction),
                                change % sizes.perTransaction(),
                                Optional.of(Sizes.trace(transaction)),
                                "message",
                                OffsetDateTime.parse("2026-01-02T03:04:05Z")),
                        names,
                        new Object[] {(long) transaction, change % sizes.perTransaction(), "9.99"});
            }
            table.append(List.of(file.finish()), new ChangeOrdinal(sizes.ordinal(sizes.transactionOf(to - 1))));
        }
    }

    /** The report {@code gold.report}, written by {@code run}. */
    void report(String run) throws IOException {
        Schema schema = new Schema(
                Types.NestedField.required(1, "line", Types.StringType.get()),
                Types.NestedField.optional(2, "revenue", Types.DecimalType.of(18, 2)),
                Types.NestedField.optional(3, RowtrailColumns.TAGS, Types.BinaryType.get()));
        ((SupportsNamespaces) lake.catalog()).createNamespace(Namespace.of("gold"));
        Table table = lake.catalog()
                .createTable(
                        TableIdentifier.of("gold", "report"),
                        schema,
                        PartitionSpec.unpartitioned(),
                        Map.of(RowtrailProperties.KEY, "line"));
        AppendFiles append =
                table.newAppend().set(RowtrailProperties.RUN, run).set(RowtrailProperties.ABSENCE_COUNT, "0");
        for (int from = 0; from < sizes.rows(); from += ROWS_A_FILE) {
            append.appendFile(file(table, schema, from, Math.min(sizes.rows(), from + ROWS_A_FILE)));
        }
        append.commit();
    }

    private DataFile file(Table table, Schema schema, int from, int to) throws IOException {
        DataWriter<Record> writer = Parquet.writeData(table.io()
                        .newOutputFile(table.locationProvider().newDataLocation("report-" + from + ".parquet")))
                .forTable(table)
                .withSpec(PartitionSpec.unpartitioned())
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        for (int row = from; row < to; row++) {
            long[] ordinals = new long[sizes.changesOfARow()];
            for (int n = 0; n < ordinals.length; n++) {
                ordinals[n] = sizes.ordinal(sizes.transactionOf(sizes.changeOf(row, n)));
            }
            Arrays.sort(ordinals);
            Record record = GenericRecord.create(schema);
            record.setField("line", "line " + row);
            record.setField("revenue", BigDecimal.valueOf(row, 2));
            record.setField(
                    RowtrailColumns.TAGS, ByteBuffer.wrap(TagSet.of(ordinals).encode()));
            writer.write(record);
        }
        writer.close();
        return writer.toDataFile();
    }
}
