package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * An append-only change table and the position it holds. Rows and position are committed as one; who writes again what
 * it may have written before asks {@link #position()} first. For one writer, one thread.
 */
public final class ChangeTable {
    private static final int ATTEMPTS = 3;

    private final LakeName name;
    private final Table table;

    private ChangeTable(LakeName name, Table table) {
        this.name = name;
        this.table = table;
    }

    /** The table, if there is one. */
    public static Optional<ChangeTable> load(Lake lake, LakeName name) {
        try {
            return Optional.of(new ChangeTable(name, lake.catalog().loadTable(id(name))));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /**
     * The table, made when it is missing. Columns that an existing table lacks are added; none is dropped.
     *
     * @throws LakeException if an existing table belongs to another source or has another type in a column
     */
    public static ChangeTable createOrLoad(Lake lake, LakeName name, ChangeTableLayout layout) {
        Catalog catalog = lake.catalog();
        Namespace namespace = Namespace.of(name.namespace());
        try {
            ((SupportsNamespaces) catalog).createNamespace(namespace);
        } catch (AlreadyExistsException e) {
            // Somebody made it before us, which is as good.
        }
        Optional<ChangeTable> existing = load(lake, name);
        if (existing.isPresent()) {
            existing.get().adopt(layout);
            return existing.get();
        }
        return new ChangeTable(
                name,
                catalog.buildTable(id(name), layout.schema())
                        .withProperties(layout.properties())
                        .create());
    }

    private static TableIdentifier id(LakeName name) {
        return TableIdentifier.of(name.namespace(), name.table());
    }

    private void adopt(ChangeTableLayout layout) {
        String owner = table.properties().getOrDefault(RowtrailProperties.SOURCE, "");
        if (!owner.equals(layout.source())) {
            throw new LakeException("table " + name + " belongs to "
                    + (owner.isEmpty() ? "no capture" : "source " + owner) + ", not to source " + layout.source());
        }
        addMissingColumns(layout);
    }

    /**
     * Adds the columns that the table lacks, and widens a column where the format can (int to long, float to double, more
     * digits before the point). A column that is wider here than at the source stays.
     *
     * @throws LakeException if a column exists with another type
     */
    public void addMissingColumns(ChangeTableLayout layout) {
        UpdateSchema update = null;
        for (Map.Entry<String, Type> column : layout.columns().entrySet()) {
            var field = table.schema().findField(column.getKey());
            if (field == null) {
                update = update == null ? table.updateSchema() : update;
                update.addColumn(column.getKey(), column.getValue());
            } else if (widens(field.type(), column.getValue())) {
                update = update == null ? table.updateSchema() : update;
                update.updateColumn(column.getKey(), column.getValue().asPrimitiveType());
            } else if (!field.type().equals(column.getValue()) && !widens(column.getValue(), field.type())) {
                throw new LakeException("column " + column.getKey() + " of " + name + " is " + field.type()
                        + " in the lake and " + column.getValue() + " at the source");
            }
        }
        if (update != null) {
            update.commit();
        }
    }

    private static boolean widens(Type from, Type to) {
        return !from.equals(to) && to.isPrimitiveType() && TypeUtil.isPromotionAllowed(from, to.asPrimitiveType());
    }

    /** The source's columns as they are here, dropped ones among them. */
    public Map<String, Type> sourceColumns() {
        Map<String, Type> columns = new LinkedHashMap<>();
        for (Types.NestedField field : table.schema().columns()) {
            if (!RowtrailColumns.OF_CHANGE_TABLES.contains(field.name())) {
                columns.put(field.name(), field.type());
            }
        }
        return columns;
    }

    public LakeName name() {
        return name;
    }

    /** Where the files are, {@code file:/…}. */
    public String location() {
        return table.location();
    }

    /** The highest ordinal whose rows this table holds; empty before the first commit. */
    public Optional<ChangeOrdinal> position() {
        return Stream.concat(committedPosition().stream(), completeThrough().stream())
                .max(ChangeOrdinal::compareTo);
    }

    /** Through the ancestors: a compaction's snapshot does not repeat the position. */
    private Optional<ChangeOrdinal> committedPosition() {
        Snapshot snapshot = table.currentSnapshot();
        while (snapshot != null) {
            String position = snapshot.summary().get(RowtrailProperties.POSITION);
            if (position != null) {
                return Optional.of(ChangeOrdinal.parse(position));
            }
            Long parent = snapshot.parentId();
            snapshot = parent == null ? null : table.snapshot(parent);
        }
        return Optional.empty();
    }

    /** The ordinal up to which readers may take the table for complete; empty before its snapshot is. */
    public Optional<ChangeOrdinal> completeThrough() {
        return Optional.ofNullable(table.properties().get(RowtrailProperties.COMPLETE_THROUGH))
                .map(ChangeOrdinal::parse);
    }

    /**
     * Reads what is known of rows, for comparing with the source: the key columns, {@code _rt_op}, {@code _rt_tx} and {@code
     * _rt_seq} of all rows before {@code before}, in no order.
     */
    public void readKeys(List<String> key, ChangeOrdinal before, Consumer<KeyRow> taker) {
        table.refresh();
        List<String> columns = new ArrayList<>(key);
        columns.addAll(List.of(RowtrailColumns.OP, RowtrailColumns.TX, RowtrailColumns.SEQ));
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table)
                .select(columns)
                .where(Expressions.lessThan(RowtrailColumns.TX, before.value()))
                .build()) {
            for (Record row : rows) {
                @Nullable Object[] values = new Object[key.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.getField(key.get(i));
                }
                taker.accept(new KeyRow(
                        String.valueOf(row.getField(RowtrailColumns.OP)),
                        (Long) row.getField(RowtrailColumns.TX),
                        (Integer) row.getField(RowtrailColumns.SEQ),
                        values));
            }
        } catch (IOException e) {
            throw new LakeException("cannot read the keys of " + name, e);
        }
    }

    /** Opens a file for rows of this table; it belongs to the table only after {@link #append} or {@link #replace}. */
    public ChangeFile openFile() {
        return new ChangeFile(table);
    }

    /**
     * Adds files and moves position and complete-through to {@code through}, in one commit.
     *
     * @throws LakeException if it cannot be done, or cannot be known to have been done; {@link #position} tells later
     */
    public void append(List<DataFile> files, ChangeOrdinal through) {
        for (int attempt = 1; ; attempt++) {
            try {
                tryAppend(files, through);
                return;
            } catch (ValidationException | UncheckedSQLException | CommitStateUnknownException | RESTException e) {
                if (landed(through)) {
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw new LakeException("cannot commit to " + name, e);
                }
            }
        }
    }

    /** Whether rows up to {@code through} are in, after an attempt whose answer was lost. */
    private boolean landed(ChangeOrdinal through) {
        table.refresh();
        return position().map(at -> at.compareTo(through) >= 0).orElse(false);
    }

    private void tryAppend(List<DataFile> files, ChangeOrdinal through) {
        Transaction transaction = table.newTransaction();
        AppendFiles append = transaction.newAppend();
        files.forEach(append::appendFile);
        append.set(RowtrailProperties.POSITION, through.toString());
        append.validateWith(ancestors -> lacks(ancestors, through));
        append.commit();
        transaction
                .updateProperties()
                .set(RowtrailProperties.COMPLETE_THROUGH, through.toString())
                .commit();
        transaction.commitTransaction();
    }

    /** Also an attempt that arrives late, after its connection broke, must not be followed by the same rows again. */
    private static boolean lacks(Iterable<Snapshot> ancestors, ChangeOrdinal through) {
        for (Snapshot snapshot : ancestors) {
            String position = snapshot.summary().get(RowtrailProperties.POSITION);
            if (position != null) {
                return ChangeOrdinal.parse(position).compareTo(through) < 0;
            }
        }
        return true;
    }

    /**
     * Makes {@code files} all that the table has of the position's incarnation, for a snapshot of the source: doing it again
     * leaves nothing doubled, and what earlier incarnations captured stays. Complete-through is left to {@link #completeThrough(ChangeOrdinal)}, once every table has its snapshot.
     */
    public void replace(List<DataFile> files, ChangeOrdinal position) {
        repeated(() -> tryReplace(files, position));
    }

    private void tryReplace(List<DataFile> files, ChangeOrdinal position) {
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(Expressions.greaterThanOrEqual(
                        RowtrailColumns.TX,
                        ChangeOrdinal.of(position.incarnation(), 0).value()));
        files.forEach(overwrite::addFile);
        overwrite.set(RowtrailProperties.POSITION, position.toString());
        overwrite.commit();
    }

    /** Tells readers that the table is complete up to {@code ordinal}; it never says less than before. */
    public void completeThrough(ChangeOrdinal ordinal) {
        if (completeThrough().map(before -> before.compareTo(ordinal) >= 0).orElse(false)) {
            return;
        }
        repeated(() -> table.updateProperties()
                .set(RowtrailProperties.COMPLETE_THROUGH, ordinal.toString())
                .commit());
    }

    /** For commits that may be done twice: the catalogue's connection may break. */
    private void repeated(Runnable commit) {
        for (int attempt = 1; ; attempt++) {
            try {
                commit.run();
                return;
            } catch (UncheckedSQLException | CommitStateUnknownException | RESTException e) {
                if (attempt == ATTEMPTS) {
                    throw new LakeException("cannot commit to " + name, e);
                }
                table.refresh();
            }
        }
    }
}
