package io.rowtrail.lake;

import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** {@link LakeReader} on Iceberg's generic reader. */
final class IcebergLakeReader implements LakeReader {
    private final JdbcCatalog catalog;
    private final IndexedRows indexed;

    IcebergLakeReader(JdbcCatalog catalog, IndexedRows indexed) {
        this.catalog = catalog;
        this.indexed = indexed;
    }

    @Override
    public List<LakeName> tables() {
        Set<String> names = new TreeSet<>();
        for (Namespace namespace : catalog.listNamespaces()) {
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
        Snapshot snapshot =
                query.snapshot().isPresent() ? table.snapshot(query.snapshot().getAsLong()) : table.currentSnapshot();
        if (snapshot == null || query.filters().size() != 1) {
            return Optional.empty();
        }
        RowFilter filter = query.filters().get(0);
        Schema schema = query.snapshot().isPresent() ? schemaOf(table, snapshot) : table.schema();
        if (filter instanceof RowFilter.TaggedWithAny && schema.findField(RowtrailColumns.TAGS) == null) {
            return Optional.of(0L);
        }
        Expression condition = RowConditions.expression(schema, query.filters());
        return indexed.count(new IndexedRows.Question(table, snapshot.snapshotId(), schema, filter, condition));
    }

    @Override
    public void each(RowQuery query, Consumer<LakeRow> sink) {
        scan(query, query.columns(), row -> {
            sink.accept(row);
            return true;
        });
    }

    /** Takes rows until it says no. */
    private interface Sink {
        boolean take(LakeRow row);
    }

    private OptionalLong scan(RowQuery query, List<String> wanted, Sink sink) {
        Table table = required(query.table());
        Snapshot snapshot =
                query.snapshot().isPresent() ? table.snapshot(query.snapshot().getAsLong()) : table.currentSnapshot();
        if (snapshot == null) {
            if (query.snapshot().isPresent()) {
                throw new LakeException("table " + query.table() + " has no snapshot "
                        + query.snapshot().getAsLong());
            }
            return OptionalLong.empty();
        }
        Schema schema = query.snapshot().isPresent() ? schemaOf(table, snapshot) : table.schema();
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
        if (query.filters().size() == 1) {
            IndexedRows.Question question = new IndexedRows.Question(
                    table, snapshot.snapshotId(), schema, query.filters().get(0), condition);
            if (indexed.each(question, List.copyOf(read), sink::take)) {
                return OptionalLong.of(snapshot.snapshotId());
            }
        }
        IcebergGenerics.ScanBuilder scan =
                IcebergGenerics.read(table).where(condition).select(read);
        if (query.snapshot().isPresent()) {
            scan = scan.useSnapshot(snapshot.snapshotId());
        }
        try (CloseableIterable<Record> records = scan.build()) {
            for (Record record : records) {
                Optional<TagSet> set = tags ? tagSet(record.getField(RowtrailColumns.TAGS)) : Optional.empty();
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
        for (long member : members) {
            if (set.contains(member)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<TagSet> tagSet(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Optional.of(TagSet.decode(bytes));
        }
        return Optional.empty();
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
        try {
            return Optional.of(catalog.loadTable(TableIdentifier.of(name.namespace(), name.table())));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }
}
