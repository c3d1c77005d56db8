package io.rowtrail.lake;

import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Integer> places = new HashMap<>();
    private final int op;
    private final int tx;
    private final int seq;
    private final int traceId;
    private final int tagSource;
    private final int commitTs;
    private @Nullable List<String> names;
    /** Where the columns of {@link #names} are in the record. */
    private int[] namePlaces = new int[0];

    private long rows;

    ChangeFile(Table table) {
        this.schema = table.schema();
        this.record = GenericRecord.create(schema);
        for (int i = 0; i < schema.columns().size(); i++) {
            places.put(schema.columns().get(i).name(), i);
        }
        this.op = place(RowtrailColumns.OP);
        this.tx = place(RowtrailColumns.TX);
        this.seq = place(RowtrailColumns.SEQ);
        this.traceId = place(RowtrailColumns.TRACE_ID);
        this.tagSource = place(RowtrailColumns.TAG_SOURCE);
        this.commitTs = place(RowtrailColumns.COMMIT_TS);
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
     * @param names the source's columns that have a value here, in any order; not changed afterwards
     * @param values beside them, in the Java types of Iceberg's generic records
     */
    public void write(Stamp stamp, List<String> names, @Nullable Object[] values) {
        places(names);
        for (int i = 0; i < values.length; i++) {
            record.set(namePlaces[i], values[i]);
        }
        record.set(op, stamp.op());
        record.set(tx, stamp.tx());
        record.set(seq, stamp.seq());
        record.set(traceId, stamp.traceId().orElse(null));
        record.set(tagSource, stamp.tagSource());
        record.set(commitTs, stamp.commitTs());
        writer.write(record);
        rows++;
    }

    /** Rows of one shape share their list of names; columns that another shape had are null in this one. */
    @SuppressWarnings("ReferenceEquality")
    private void places(List<String> ofRow) {
        if (ofRow == names) {
            return;
        }
        for (int i = 0; i < schema.columns().size(); i++) {
            record.set(i, null);
        }
        namePlaces = ofRow.stream().mapToInt(this::place).toArray();
        names = ofRow;
    }

    private int place(String column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalArgumentException("the change table has no column " + column);
        }
        return place;
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
