package io.rowtrail.lake;

import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The indexes over data files that were asked for last, in bounded memory; each is made, one at a time, when it is first
 * needed, by reading its columns of the whole file. They hold ordinals and hashes of keys, no values. A file with a set that only
 * tells between which ordinals it lies has no index by tags.
 */
final class FileIndexes {
    private final long budget;
    private final int mostPairs;
    private final LinkedHashMap<Key, Made> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Object making = new Object();
    private long size;

    /**
     * @param budget bytes of all indexes together; the least used go
     * @param mostPairs of a row and an ordinal or key in one file, 8 bytes each while an index is made
     */
    FileIndexes(long budget, int mostPairs) {
        this.budget = budget;
        this.mostPairs = mostPairs;
    }

    /** What of a row is indexed. */
    enum Kind {
        TAGS,
        ORDINAL,
        KEY
    }

    /** What is indexed, and the columns it is in, in the order of their names. */
    record What(Kind kind, List<Types.NestedField> columns) {}

    /** What came of making an index: null where there can be none. */
    private record Made(@Nullable FileIndex index) {
        long size() {
            return index == null ? 0 : index.size();
        }
    }

    private record Key(String file, Kind kind, List<Integer> columns) {}

    /** The file's index; empty when it can have none. */
    Optional<FileIndex> of(Table table, DataFile file, What what) {
        Key key = new Key(
                file.location(),
                what.kind(),
                what.columns().stream().map(Types.NestedField::fieldId).toList());
        Made made = known(key);
        if (made == null) {
            synchronized (making) {
                made = known(key);
                if (made == null) {
                    made = make(table, file, what);
                    keep(key, made);
                }
            }
        }
        return Optional.ofNullable(made.index());
    }

    private @Nullable Made known(Key key) {
        synchronized (kept) {
            return kept.get(key);
        }
    }

    /** Bytes of what is kept. */
    long size() {
        synchronized (kept) {
            return size;
        }
    }

    private void keep(Key key, Made made) {
        synchronized (kept) {
            kept.put(key, made);
            size += made.size();
            Iterator<Map.Entry<Key, Made>> eldest = kept.entrySet().iterator();
            while (size > budget && eldest.hasNext()) {
                size -= eldest.next().getValue().size();
                eldest.remove();
            }
        }
    }

    /** An index larger than the half of all is none: it would drive out the others each time. */
    private Made make(Table table, DataFile file, What what) {
        Schema columns = new Schema(what.columns());
        FileIndex.Builder builder = new FileIndex.Builder(mostPairs);
        int row = 0;
        try (CloseableIterable<Record> records = Parquet.read(table.io().newInputFile(file.location()))
                .project(columns)
                .createReaderFunc(stored -> GenericParquetReaders.buildReader(columns, stored))
                .build()) {
            for (Record record : records) {
                add(builder, row++, record, what);
                if (!builder.isPossible()) {
                    return new Made(null);
                }
            }
        } catch (IOException e) {
            throw new LakeException("cannot read " + file.location(), e);
        }
        return new Made(builder.build().filter(one -> one.size() <= budget / 2).orElse(null));
    }

    private static void add(FileIndex.Builder builder, int row, Record record, What what) {
        switch (what.kind()) {
            case TAGS -> LakeValues.tagSet(record.get(0)).ifPresent(set -> add(builder, row, set));
            case ORDINAL -> {
                if (record.get(0) instanceof Long ordinal) {
                    builder.ordinals(row, new long[] {ordinal});
                }
            }
            case KEY -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < record.size(); i++) {
                    Object value = LakeValues.neutral(record.get(i));
                    values.add(value == null ? null : LakeValues.comparable(value));
                }
                builder.key(row, values.hashCode());
            }
        }
    }

    private static void add(FileIndex.Builder builder, int row, TagSet set) {
        if (set.hull().isPresent()) {
            builder.giveUp();
        } else {
            builder.ordinals(row, set.ordinals());
        }
    }
}
