package io.rowtrail.capture.sink;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.lake.ChangeFile;
import io.rowtrail.lake.ChangeTable;
import io.rowtrail.lake.ChangeTableLayout;
import io.rowtrail.lake.KeyRow;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.trace.ChangeOrdinal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * The change tables of one source. Rows go to open files at once; they are in the lake after {@link #commit}. A table
 * passes over transactions that its own committed position or its open file covers, so replaying is harmless. For one thread.
 */
public final class ChangeSink {
    private final Map<String, OpenTable> tables = new LinkedHashMap<>();

    private static final class OpenTable {
        private final ChangeTable table;
        /** The last ordinal whose rows are in the table or in the open file. */
        private long written;

        private SourceTable shape;
        private @Nullable ChangeFile file;
        private final List<DataFile> finished = new ArrayList<>();

        OpenTable(ChangeTable table, SourceTable shape) {
            this.table = table;
            this.shape = shape;
            this.written = table.position().map(ChangeOrdinal::value).orElse(-1L);
        }
    }

    private final String source;
    private final Milestone.Listener milestones;

    private ChangeSink(String source, Milestone.Listener milestones) {
        this.source = source;
        this.milestones = milestones;
    }

    /** Creates the tables that are missing. */
    public static ChangeSink open(
            Lake lake, String source, Collection<SourceTable> captured, Milestone.Listener milestones) {
        ChangeSink sink = new ChangeSink(source, milestones);
        for (SourceTable table : captured) {
            LakeName name = new LakeName(source, table.lakeTable());
            ChangeTable open = ChangeTable.createOrLoad(lake, name, layout(source, table));
            SourceTable shape = table.withLakeColumns(open.sourceColumns());
            sink.tables.put(table.qualifiedName(), new OpenTable(open, shape));
        }
        return sink;
    }

    private static ChangeTableLayout layout(String source, SourceTable table) {
        return new ChangeTableLayout(source, table.lakeColumns(), table.key());
    }

    /** The captured tables with the lake's types, by qualified name; columns dropped at the source are known still. */
    public Map<String, SourceTable> tables() {
        Map<String, SourceTable> shapes = new LinkedHashMap<>();
        tables.forEach((name, open) -> shapes.put(name, open.shape));
        return shapes;
    }

    /** The ordinal that every table is complete up to; empty before the snapshot is in all of them. */
    public Optional<ChangeOrdinal> completeThrough() {
        Optional<ChangeOrdinal> lowest = Optional.empty();
        for (OpenTable open : tables.values()) {
            Optional<ChangeOrdinal> through = open.table.completeThrough();
            if (through.isEmpty()) {
                return Optional.empty();
            }
            lowest = lowest.isPresent() && lowest.get().compareTo(through.get()) < 0 ? lowest : through;
        }
        return lowest;
    }

    /** Where a change table's files are, by the captured table's qualified name. */
    public String location(SourceTable table) {
        return table(table).table.location();
    }

    private OpenTable table(SourceTable table) {
        OpenTable open = tables.get(table.qualifiedName());
        if (open == null) {
            throw new IllegalArgumentException("not captured: " + table.qualifiedName());
        }
        return open;
    }

    /** What the change table of {@code table} holds of keys from before {@code before}, in no order. */
    public void readKeys(SourceTable table, ChangeOrdinal before, Consumer<KeyRow> taker) {
        table(table).table.readKeys(table.key(), before, taker);
    }

    /** Forgets positions: a snapshot that is read again replaces what its first reading left. */
    public void beginSnapshot() {
        tables.values().forEach(open -> open.written = -1);
    }

    /**
     * Writes the rows of a transaction to the tables that do not have them.
     *
     * @return how many rows were written
     */
    public int write(SourceTransaction transaction, ChangeOrdinal ordinal) {
        OffsetDateTime commitTs = Instant.EPOCH
                .plus(transaction.commitMicros(), ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC);
        Optional<String> trace = transaction.binding().firstTraceId();
        String tagSource = transaction.binding().tagSource().wire();
        Pass pass = new Pass(ordinal.value(), trace, tagSource, commitTs);
        transaction.rows().forEach(pass::write);
        pass.touched.forEach(open -> open.written = ordinal.value());
        milestones.reached(Milestone.WRITTEN);
        return pass.written;
    }

    /** One transaction's rows on their way to the tables that do not have them. */
    private final class Pass {
        private final long ordinal;
        private final Optional<String> trace;
        private final String tagSource;
        private final OffsetDateTime commitTs;
        private final Set<OpenTable> touched = new LinkedHashSet<>();
        private @Nullable SourceTable lastShape;
        private @Nullable OpenTable lastOpen;
        private int written;
        private int seq;

        Pass(long ordinal, Optional<String> trace, String tagSource, OffsetDateTime commitTs) {
            this.ordinal = ordinal;
            this.trace = trace;
            this.tagSource = tagSource;
            this.commitTs = commitTs;
        }

        void write(ChangeRow row) {
            OpenTable open = openOf(row.table());
            if (open.written < ordinal) {
                touched.add(open);
                fileFor(open, row.table())
                        .write(
                                new ChangeFile.Stamp(row.op(), ordinal, seq, trace, tagSource, commitTs),
                                row.names(),
                                row.values());
                written++;
            }
            seq++;
        }

        /** A table's rows come in runs that share its object. */
        @SuppressWarnings("ReferenceEquality")
        private OpenTable openOf(SourceTable shape) {
            OpenTable known = lastOpen;
            if (known != null && shape == lastShape) {
                return known;
            }
            OpenTable open = table(shape);
            lastShape = shape;
            lastOpen = open;
            return open;
        }
    }

    /** A row of a table that has gained columns goes to a file of its own, after the change table has them as well. */
    private ChangeFile fileFor(OpenTable open, SourceTable shape) {
        if (!open.shape.equals(shape)) {
            finish(open);
            open.table.addMissingColumns(layout(source, shape));
            milestones.reached(Milestone.COLUMNS_ADDED);
        }
        open.shape = shape;
        ChangeFile file = open.file;
        if (file == null) {
            file = open.table.openFile();
            open.file = file;
        }
        return file;
    }

    private static void finish(OpenTable open) {
        ChangeFile file = open.file;
        if (file != null) {
            open.file = null;
            open.finished.add(file.finish());
        }
    }

    private static List<DataFile> taken(OpenTable open) {
        finish(open);
        List<DataFile> files = List.copyOf(open.finished);
        open.finished.clear();
        return files;
    }

    /**
     * Commits every table that has rows, with {@code through} as its position, then tells on all tables that they are
     * complete up to it. A crash in between leaves each table either with all its rows and their position, or without.
     */
    public void commit(ChangeOrdinal through) {
        for (OpenTable open : tables.values()) {
            List<DataFile> files = taken(open);
            if (!files.isEmpty()) {
                open.table.append(files, through);
                milestones.reached(Milestone.TABLE_COMMITTED);
            }
        }
        completeThrough(through);
    }

    /** Makes the rows written so far the whole content of every table. */
    public void commitSnapshot(ChangeOrdinal through) {
        for (OpenTable open : tables.values()) {
            open.table.replace(taken(open), through);
            milestones.reached(Milestone.TABLE_COMMITTED);
        }
    }

    /** Tells on all tables that they are complete up to {@code through}. */
    public void completeThrough(ChangeOrdinal through) {
        tables.values().forEach(open -> open.table.completeThrough(through));
    }
}
