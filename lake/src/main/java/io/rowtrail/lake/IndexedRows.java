package io.rowtrail.lake;

import io.rowtrail.lake.files.FileScan;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions for few rows of large tables by indexes over their data files: by key, by the ordinal of a change, by an
 * ordinal in the tag set. What it does not answer has to be scanned: small tables, tables with delete files or files of another
 * format, tables that are directories, several conditions at once, keys of floating or nested columns, and files whose index would be too large.
 */
final class IndexedRows {
    private final SnapshotFiles files;
    private final FileIndexes indexes;
    private final long least;

    /** @param least tables of fewer rows are scanned */
    IndexedRows(SnapshotFiles files, FileIndexes indexes, long least) {
        this.files = files;
        this.indexes = indexes;
        this.least = least;
    }

    /** What is asked: where, and of which columns. */
    record Question(Table table, long snapshot, Schema schema, RowFilter filter, Expression condition) {}

    /** The rows of one file that may be meant. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(String file, int[] rows) {}

    /**
     * Shows the rows, without promise of order, until the sink wants no more; false, and nothing shown, when they have to be
     * scanned.
     *
     * @param columns the columns wanted; the tags, if among them, become the row's
     */
    boolean each(Question question, List<String> columns, Predicate<LakeRow> sink) {
        Optional<List<Found>> found = find(question);
        if (found.isEmpty()) {
            return false;
        }
        Set<String> read = new LinkedHashSet<>(columns);
        Map<String, Optional<Object>> key = new LinkedHashMap<>();
        if (question.filter() instanceof RowFilter.KeyEquals equals) {
            equals.values().forEach((column, text) -> {
                Types.NestedField field = RowConditions.field(question.schema(), column);
                read.add(field.name());
                key.put(field.name(), text.map(value -> LakeValues.comparable(LakeValues.literal(field, value))));
            });
        }
        List<Types.NestedField> fields = read.stream()
                .map(column -> RowConditions.field(question.schema(), column))
                .toList();
        if (fields.stream().anyMatch(field -> !ParquetValues.reads(field.type()))) {
            return false;
        }
        for (Found file : found.get()) {
            boolean more = new RowsAt(question.table().io().newInputFile(file.file()), fields)
                    .each(file.rows(), row -> !matches(row, key) || sink.test(row(row, columns)));
            if (!more) {
                break;
            }
        }
        return true;
    }

    /** How many rows hold any of the ordinals; empty when they have to be scanned. */
    Optional<Long> count(Question question) {
        if (question.filter() instanceof RowFilter.KeyEquals) {
            return Optional.empty();
        }
        return find(question)
                .map(found ->
                        found.stream().mapToLong(file -> file.rows().length).sum());
    }

    private Optional<List<Found>> find(Question question) {
        Optional<FileIndexes.What> what = what(question);
        if (what.isEmpty() || FileScan.reads(question.table())) {
            return Optional.empty();
        }
        List<FileScanTask> tasks = files.of(
                question.table(),
                question.snapshot(),
                question.schema(),
                question.condition(),
                what.get().columns().stream().map(Types.NestedField::fieldId).collect(Collectors.toSet()));
        long rows = tasks.stream().mapToLong(task -> task.file().recordCount()).sum();
        boolean plain = tasks.stream()
                .allMatch(task -> task.deletes().isEmpty()
                        && task.file().format() == FileFormat.PARQUET
                        && task.file().recordCount() < Postings.MOST_ROWS);
        if (!plain || (rows < least && !tasks.isEmpty())) {
            return Optional.empty();
        }
        List<Found> found = new ArrayList<>();
        for (FileScanTask task : tasks) {
            Optional<FileIndex> index = indexes.of(question.table(), task.file(), what.get());
            if (index.isEmpty()) {
                return Optional.empty();
            }
            int[] places = places(question, index.get());
            if (places.length > 0) {
                found.add(new Found(task.file().location(), places));
            }
        }
        return Optional.of(found);
    }

    private static Optional<FileIndexes.What> what(Question question) {
        Schema schema = question.schema();
        if (question.filter() instanceof RowFilter.TaggedWithAny) {
            return Optional.of(new FileIndexes.What(
                    FileIndexes.Kind.TAGS, List.of(RowConditions.field(schema, RowtrailColumns.TAGS))));
        }
        if (question.filter() instanceof RowFilter.TransactionIn) {
            return Optional.of(new FileIndexes.What(
                    FileIndexes.Kind.ORDINAL, List.of(RowConditions.field(schema, RowtrailColumns.TX))));
        }
        if (question.filter() instanceof RowFilter.KeyEquals key) {
            List<Types.NestedField> fields = key.values().keySet().stream()
                    .sorted()
                    .map(column -> RowConditions.field(schema, column))
                    .toList();
            boolean exact = fields.stream().allMatch(field -> LakeValues.isExact(field.type()));
            return exact ? Optional.of(new FileIndexes.What(FileIndexes.Kind.KEY, fields)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static int[] places(Question question, FileIndex index) {
        if (question.filter() instanceof RowFilter.KeyEquals key) {
            List<@Nullable Object> values = new ArrayList<>();
            key.values().keySet().stream().sorted().forEach(column -> {
                Types.NestedField field = RowConditions.field(question.schema(), column);
                values.add(Objects.requireNonNull(key.values().get(column))
                        .map(text -> LakeValues.comparable(LakeValues.literal(field, text)))
                        .orElse(null));
            });
            return index.rows(values.hashCode());
        }
        Set<ChangeOrdinal> ordinals = question.filter() instanceof RowFilter.TaggedWithAny any
                ? any.ordinals()
                : ((RowFilter.TransactionIn) question.filter()).ordinals();
        return index.rows(ordinals.stream().mapToLong(ChangeOrdinal::value).toArray());
    }

    private static boolean matches(Map<String, @Nullable Object> row, Map<String, Optional<Object>> key) {
        return key.entrySet().stream().allMatch(column -> {
            Object value = row.get(column.getKey());
            return Optional.ofNullable(value == null ? null : LakeValues.comparable(value))
                    .equals(column.getValue());
        });
    }

    private static LakeRow row(Map<String, @Nullable Object> read, List<String> columns) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String column : columns) {
            if (!column.equals(RowtrailColumns.TAGS)) {
                values.put(column, read.get(column));
            }
        }
        Optional<TagSet> tags = columns.contains(RowtrailColumns.TAGS)
                ? LakeValues.tagSet(read.get(RowtrailColumns.TAGS))
                : Optional.empty();
        return new LakeRow(values, tags);
    }
}
