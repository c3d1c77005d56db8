package io.rowtrail.capture.transaction;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one transaction in their order: in memory up to a bound, beyond it all in one file that goes with
 * {@link #close}. The file needs no care in a crash, since the source sends an unfinished transaction again whole. For one
 * thread.
 */
public final class TransactionRows implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final SpillPlace place;
    private final Map<String, Map<String, Long>> counts = new TreeMap<>();
    private @Nullable SourceTable lastTable;
    private @Nullable Map<String, Long> lastOps;
    private List<ChangeRow> memory = new ArrayList<>();
    private long weight;
    private int size;
    private @Nullable Spilled spilled;

    private record Spilled(Path file, DataOutputStream out, RowCodec codec) {}

    TransactionRows(SpillPlace place) {
        this.place = place;
    }

    /** Rows that are in memory anyway. */
    public static TransactionRows of(List<ChangeRow> rows) {
        TransactionRows all = new TransactionRows(SpillPlace.NOWHERE);
        rows.forEach(all::add);
        return all;
    }

    void add(ChangeRow row) {
        size++;
        count(row);
        Spilled file = spilled;
        if (file != null) {
            write(file, row);
            return;
        }
        memory.add(row);
        weight += RowCodec.weight(row);
        if (weight > place.memoryBytes()) {
            spill();
        }
    }

    /** A table's rows come in runs that share its object. */
    @SuppressWarnings("ReferenceEquality")
    private void count(ChangeRow row) {
        Map<String, Long> ops = lastOps;
        if (ops == null || row.table() != lastTable) {
            ops = counts.computeIfAbsent(row.table().qualifiedName(), table -> new TreeMap<>());
            lastTable = row.table();
            lastOps = ops;
        }
        ops.merge(row.op(), 1L, Long::sum);
    }

    private void spill() {
        try {
            Path file = Files.createTempFile(place.directory(), "transaction-", ".rows");
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
            Spilled now = new Spilled(file, out, new RowCodec());
            spilled = now;
            memory.forEach(row -> write(now, row));
            memory = new ArrayList<>();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot spill a large transaction to " + place.directory(), e);
        }
    }

    private static void write(Spilled file, ChangeRow row) {
        try {
            file.codec().write(row, file.out());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot spill a large transaction to " + file.file(), e);
        }
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Whether the rows are on the disk. */
    public boolean isSpilled() {
        return spilled != null;
    }

    /** Rows by qualified table name and operation. */
    public Map<String, Map<String, Long>> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Gives each row to {@code taker}, in order; may be done again. */
    public void forEach(Consumer<ChangeRow> taker) {
        Spilled file = spilled;
        if (file == null) {
            memory.forEach(taker);
            return;
        }
        try {
            file.out().flush();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file.file()), BUFFER))) {
                for (int i = 0; i < size; i++) {
                    taker.accept(file.codec().read(in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a spilled transaction from " + file.file(), e);
        }
    }

    /** Forgets the rows and their file. */
    @Override
    public void close() {
        memory = List.of();
        Spilled file = spilled;
        if (file != null) {
            try {
                file.out().close();
                Files.deleteIfExists(file.file());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file.file(), e);
            }
        }
    }
}
