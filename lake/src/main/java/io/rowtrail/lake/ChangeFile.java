package io.rowtrail.lake;

import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** A Parquet file of a change table being written; rows come in ordinal order. */
public final class ChangeFile {
    private final Schema schema;
    private final DataWriter<Record> writer;
    private final GenericRecord record;
    private long rows;

    ChangeFile(Table table) {
        this.schema = table.schema();
        this.record = GenericRecord.create(schema);
        String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
        try {
            this.writer = Parquet.writeData(table.io().newOutputFile(location))
                    .forTable(table)
                    .schema(schema)
                    .withSpec(PartitionSpec.unpartitioned())
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + location, e);
        }
    }

    /** What a change is besides its columns. */
    public record Stamp(
            String op, long tx, int seq, Optional<String> traceId, String tagSource, OffsetDateTime commitTs) {}

    /**
     * Writes one row.
     *
     * @param names the source's columns that have a value here, in any order
     * @param values beside them, in the Java types of Iceberg's generic records
     */
    public void write(Stamp stamp, List<String> names, @Nullable Object[] values) {
        for (int i = 0; i < schema.columns().size(); i++) {
            record.set(i, null);
        }
        for (int i = 0; i < values.length; i++) {
            record.setField(names.get(i), values[i]);
        }
        record.setField(RowtrailColumns.OP, stamp.op());
        record.setField(RowtrailColumns.TX, stamp.tx());
        record.setField(RowtrailColumns.SEQ, stamp.seq());
        record.setField(RowtrailColumns.TRACE_ID, stamp.traceId().orElse(null));
        record.setField(RowtrailColumns.TAG_SOURCE, stamp.tagSource());
        record.setField(RowtrailColumns.COMMIT_TS, stamp.commitTs());
        writer.write(record);
        rows++;
    }

    public long rows() {
        return rows;
    }

    /** Closes the file, forced to the disk, and describes it for the commit. */
    public DataFile finish() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish a data file", e);
        }
        return writer.toDataFile();
    }
}
