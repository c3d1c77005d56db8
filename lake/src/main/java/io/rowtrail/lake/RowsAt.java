package io.rowtrail.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file by their place in it: only the pages that hold them are read, and of those only they are decoded. */
final class RowsAt {
    private final InputFile file;
    private final List<Types.NestedField> columns;

    /** @param columns of primitive types */
    RowsAt(InputFile file, List<Types.NestedField> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /**
     * Shows the rows, by column name, until the sink wants no more.
     *
     * @param rows places, rising
     * @return whether the sink wanted all
     */
    boolean each(int[] rows, Predicate<Map<String, @Nullable Object>> sink) {
        try (ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(file))) {
            MessageType wanted = wanted(reader.getFileMetaData().getSchema());
            reader.setRequestedSchema(wanted);
            long first = 0;
            List<BlockMetaData> blocks = reader.getRowGroups();
            for (int i = 0; i < blocks.size(); i++) {
                long begin = first;
                long end = begin + blocks.get(i).getRowCount();
                int[] here = Arrays.stream(rows)
                        .filter(row -> row >= begin && row < end)
                        .map(row -> (int) (row - begin))
                        .toArray();
                if (here.length > 0 && !block(reader, i, wanted, here, sink)) {
                    return false;
                }
                first = end;
            }
            return true;
        } catch (IOException e) {
            throw new LakeException("cannot read " + file.location(), e);
        }
    }

    /** The file's columns by the ids of those wanted: names may have changed since it was written. */
    private MessageType wanted(MessageType file) {
        List<Type> fields = new ArrayList<>();
        for (Types.NestedField column : columns) {
            file.getFields().stream()
                    .filter(field -> field.getId() != null && field.getId().intValue() == column.fieldId())
                    .findFirst()
                    .ifPresent(fields::add);
        }
        return new MessageType(file.getName(), fields);
    }

    private boolean block(
            ParquetFileReader reader,
            int block,
            MessageType wanted,
            int[] rows,
            Predicate<Map<String, @Nullable Object>> sink)
            throws IOException {
        BlockMetaData meta = reader.getRowGroups().get(block);
        PageReadStore pages = reader.readFilteredRowGroup(block, ranges(reader, meta, wanted, rows));
        if (pages == null) {
            return true;
        }
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                pages,
                new GroupRecordConverter(wanted).getRootConverter(),
                wanted,
                reader.getFileMetaData().getCreatedBy());
        List<Column> readers = new ArrayList<>();
        for (Types.NestedField column : columns) {
            readers.add(column(column, wanted, store));
        }
        PrimitiveIterator.OfLong places = pages.getRowIndexes()
                .orElseGet(() -> LongStream.range(0, meta.getRowCount()).iterator());
        int next = 0;
        while (next < rows.length && places.hasNext()) {
            boolean here = places.nextLong() == rows[next];
            Map<String, @Nullable Object> row = here ? new LinkedHashMap<>() : Map.of();
            for (Column column : readers) {
                column.step(here ? row : null);
            }
            if (here) {
                next++;
                if (!sink.test(row)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The pages of the first column that hold the rows. */
    private static RowRanges ranges(ParquetFileReader reader, BlockMetaData meta, MessageType wanted, int[] rows)
            throws IOException {
        String[] first = wanted.getPaths().get(0);
        for (ColumnChunkMetaData chunk : meta.getColumns()) {
            OffsetIndex pages = Arrays.equals(chunk.getPath().toArray(), first) ? reader.readOffsetIndex(chunk) : null;
            if (pages != null) {
                IntStream holding = IntStream.range(0, pages.getPageCount()).filter(page -> {
                    long from = pages.getFirstRowIndex(page);
                    long to = pages.getLastRowIndex(page, meta.getRowCount());
                    int place = Arrays.binarySearch(rows, (int) from);
                    int at = place >= 0 ? place : -place - 1;
                    return at < rows.length && rows[at] <= to;
                });
                return RowRanges.create(meta.getRowCount(), holding.iterator(), pages);
            }
        }
        return RowRanges.createSingle(meta.getRowCount());
    }

    private static Column column(Types.NestedField field, MessageType wanted, ColumnReadStoreImpl store) {
        for (ColumnDescriptor descriptor : wanted.getColumns()) {
            if (descriptor.getPrimitiveType().getId().intValue() == field.fieldId()) {
                return new Column(field, descriptor, store.getColumnReader(descriptor));
            }
        }
        return new Column(field, null, null);
    }

    /** One column on its way through the rows; one that the file does not have is null in all of them. */
    private record Column(
            Types.NestedField field,
            @Nullable ColumnDescriptor descriptor,
            @Nullable ColumnReader reader) {

        /** Goes one row on, and puts the value into {@code row}, if there is one. */
        void step(@Nullable Map<String, @Nullable Object> row) {
            if (reader == null || descriptor == null) {
                if (row != null) {
                    row.put(field.name(), null);
                }
                return;
            }
            boolean present = reader.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel();
            if (row != null) {
                row.put(field.name(), present ? ParquetValues.neutral(field.type(), descriptor, reader) : null);
            } else if (present) {
                reader.skip();
            }
            reader.consume();
        }
    }
}
