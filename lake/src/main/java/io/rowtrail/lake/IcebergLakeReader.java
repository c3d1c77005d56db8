package io.rowtrail.lake;

import io.rowtrail.lake.files.FileScan;
import io.rowtrail.lake.files.FileTables;
import io.rowtrail.lake.files.UnreadableTableException;
import io.rowtrail.tags.Hull;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** {@link LakeReader} on Iceberg's generic reader. */
final class IcebergLakeReader implements LakeReader {
    private final Catalog catalog;
    private final FileTables directories;
    private final IndexedRows indexed;

    IcebergLakeReader(Catalog catalog, FileTables directories, IndexedRows indexed) {
        this.catalog = catalog;
        this.directories = directories;
        this.indexed = indexed;
    }

    @Override
    public List<LakeName> tables() {
        Set<String> names = new TreeSet<>();
        for (Namespace namespace : ((SupportsNamespaces) catalog).listNamespaces()) {
            if (namespace.length() == 1) {
                catalog.listTables(namespace).forEach(id -> names.add(namespace.level(0) + "." + id.name()));
            }
        }
        return names.stream().map(LakeName::parse).toList();
    }

    @Override
    public Optional<LakeTable> table(LakeName name) {
        return load(name).map(table -> describe(name, table));
    }

    private static LakeTable describe(LakeName name, Table table) {
        Snapshot current = table.currentSnapshot();
        return new LakeTable(
                name,
                table.location(),
                table.schema().columns().stream()
                        .map(field -> new LakeColumn(field.name(), field.type().toString(), field.isRequired()))
                        .toList(),
                current == null ? OptionalLong.empty() : OptionalLong.of(current.snapshotId()),
                table.properties());
    }

    @Override
    public List<LakeSnapshot> snapshots(LakeName name) {
        List<LakeSnapshot> snapshots = new ArrayList<>();
        for (Snapshot snapshot : required(name).snapshots()) {
            Long parent = snapshot.parentId();
            String operation = snapshot.operation();
            snapshots.add(new LakeSnapshot(
                    snapshot.snapshotId(),
                    parent == null ? OptionalLong.empty() : OptionalLong.of(parent),
                    Instant.ofEpochMilli(snapshot.timestampMillis()),
                    operation == null ? "append" : operation,
                    snapshot.summary()));
        }
        return snapshots;
    }

    @Override
    public LakeRows rows(RowQuery query) {
        List<LakeRow> found = new ArrayList<>();
        boolean[] more = new boolean[1];
        OptionalLong snapshot = scan(query, query.columns(), row -> {
            if (found.size() == query.limit()) {
                more[0] = true;
                return false;
            }
            found.add(row);
            return true;
        });
        return new LakeRows(found, snapshot, more[0]);
    }

    @Override
    public void each(RowQuery query, Consumer<LakeRow> sink) {
        scan(query, query.columns(), row -> {
            sink.accept(row);
            return true;
        });
    }

    @Override
    public long count(RowQuery query) {
        long[] count = new long[1];
        Table table = required(query.table());
        Optional<Long> known = countByIndex(table, query);
        if (known.isPresent()) {
            return known.get();
        }
        String narrowest = table.schema().columns().get(0).name();
        scan(query, List.of(narrowest), row -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    private Optional<Long> countByIndex(Table table, RowQuery query) {
        Optional<View> view = view(table, query);
        if (view.isEmpty() || !isIndexed(query)) {
            return Optional.empty();
        }
        Schema schema = view.get().schema();
        if (query.filters().get(0) instanceof RowFilter.TaggedWithAny
                && schema.findField(RowtrailColumns.TAGS) == null) {
            return Optional.of(0L);
        }
        return indexed.count(question(table, view.get(), query, RowConditions.expression(schema, query.filters())));
    }

    private static boolean isIndexed(RowQuery query) {
        return query.filters().size() == 1;
    }

    private static IndexedRows.Question question(Table table, View view, RowQuery query, Expression condition) {
        return new IndexedRows.Question(
                table,
                view.snapshot().snapshotId(),
                view.schema(),
                query.filters().get(0),
                condition);
    }

    /** What a query reads: a snapshot, and the columns it has. */
    private record View(Snapshot snapshot, Schema schema) {}

    /** Empty before the first snapshot. */
    private static Optional<View> view(Table table, RowQuery query) {
        if (query.snapshot().isEmpty()) {
            return Optional.ofNullable(table.currentSnapshot()).map(current -> new View(current, table.schema()));
        }
        long id = query.snapshot().getAsLong();
        Snapshot pinned = table.snapshot(id);
        if (pinned == null) {
            throw new LakeException("table " + query.table() + " has no snapshot " + id);
        }
        return Optional.of(new View(pinned, schemaOf(table, pinned)));
    }

    @Override
    public TaggedCount countTagged(LakeName table, Set<ChangeOrdinal> ordinals) {
        RowQuery query = RowQuery.of(table, RowQuery.MAX_LIMIT).where(new RowFilter.TaggedWithAny(ordinals));
        Table stored = required(table);
        Optional<Long> known = countByIndex(stored, query);
        if (known.isPresent()) {
            // Files with sets that list less than they tell of have no index.
            return new TaggedCount(known.get(), 0);
        }
        long[] counts = new long[2];
        String narrowest = stored.schema().columns().get(0).name();
        scan(query, List.of(narrowest), row -> {
            boolean listed = row.tags().stream()
                    .anyMatch(set -> ordinals.stream().anyMatch(ordinal -> set.contains(ordinal.value())));
            counts[0]++;
            counts[1] += listed ? 0 : 1;
            return true;
        });
        return new TaggedCount(counts[0], counts[1]);
    }

    /** Takes rows until it says no. */
    private interface Sink {
        boolean take(LakeRow row);
    }

    private OptionalLong scan(RowQuery query, List<String> wanted, Sink sink) {
        Table table = required(query.table());
        Optional<View> view = view(table, query);
        if (view.isEmpty()) {
            return OptionalLong.empty();
        }
        Snapshot snapshot = view.get().snapshot();
        Schema schema = view.get().schema();
        Expression condition = RowConditions.expression(schema, query.filters());
        List<String> columns = wanted.isEmpty() ? withoutTags(schema) : wanted;
        long[] members = RowConditions.taggedWith(query.filters());
        boolean byTag = query.filters().stream().anyMatch(RowFilter.TaggedWithAny.class::isInstance);
        boolean tags = schema.findField(RowtrailColumns.TAGS) != null
                && (wanted.isEmpty() || byTag || wanted.contains(RowtrailColumns.TAGS));
        if (byTag && schema.findField(RowtrailColumns.TAGS) == null) {
            return OptionalLong.of(snapshot.snapshotId());
        }
        Set<String> read = new LinkedHashSet<>(columns);
        if (tags) {
            read.add(RowtrailColumns.TAGS);
        }
        read.forEach(column -> RowConditions.field(schema, column));
        if (isIndexed(query)
                && indexed.each(question(table, view.get(), query, condition), List.copyOf(read), sink::take)) {
            return OptionalLong.of(snapshot.snapshotId());
        }
        try (CloseableIterable<Record> records = records(table, query, condition, read)) {
            for (Record record : records) {
                Optional<TagSet> set =
                        tags ? LakeValues.tagSet(record.getField(RowtrailColumns.TAGS)) : Optional.empty();
                if (byTag && !set.map(s -> containsAny(s, members)).orElse(false)) {
                    continue;
                }
                if (!sink.take(row(record, columns, set))) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new LakeException("cannot read table " + query.table(), e);
        }
        return OptionalLong.of(snapshot.snapshotId());
    }

    private static CloseableIterable<Record> records(
            Table table, RowQuery query, Expression condition, Set<String> columns) {
        if (FileScan.reads(table)) {
            return FileScan.rows(table, condition, columns);
        }
        IcebergGenerics.ScanBuilder scan =
                IcebergGenerics.read(table).where(condition).select(columns);
        return query.snapshot().isPresent()
                ? scan.useSnapshot(query.snapshot().getAsLong()).build()
                : scan.build();
    }

    /** A pinned snapshot is read with the columns it was written with. */
    private static Schema schemaOf(Table table, Snapshot snapshot) {
        Integer id = snapshot.schemaId();
        Schema schema = id == null ? null : table.schemas().get(id);
        return schema == null ? table.schema() : schema;
    }

    private static List<String> withoutTags(Schema schema) {
        return schema.columns().stream()
                .map(Types.NestedField::name)
                .filter(name -> !name.equals(RowtrailColumns.TAGS))
                .toList();
    }

    private static boolean containsAny(TagSet set, long[] members) {
        Optional<Hull> hull = set.hull();
        for (long member : members) {
            if (set.contains(member) || (hull.isPresent() && hull.get().covers(member))) {
                return true;
            }
        }
        return false;
    }

    private static LakeRow row(Record record, List<String> columns, Optional<TagSet> tags) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String column : columns) {
            if (!column.equals(RowtrailColumns.TAGS)) {
                values.put(column, LakeValues.neutral(record.getField(column)));
            }
        }
        return new LakeRow(values, tags);
    }

    private Table required(LakeName name) {
        return load(name).orElseThrow(() -> new LakeException("no table " + name));
    }

    private Optional<Table> load(LakeName name) {
        Optional<Path> directory = name.directory();
        if (directory.isPresent()) {
            return load(directory.get());
        }
        try {
            return Optional.of(catalog.loadTable(TableIdentifier.of(name.namespace(), name.table())));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    private Optional<Table> load(Path directory) {
        try {
            return directories.table(directory);
        } catch (UnreadableTableException e) {
            throw new LakeUnreadableException(String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException | NotFoundException e) {
            throw new LakeException("cannot read the files of " + directory, e);
        }
    }
}
