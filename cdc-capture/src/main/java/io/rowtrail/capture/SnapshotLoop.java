package io.rowtrail.capture;

import io.rowtrail.capture.post.ChangeNotice;
import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceEvent;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.transaction.Binding;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.capture.transaction.TransactionRows;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The initial snapshot: rows go to files at once and into the tables only when the last one came, as their whole content.
 * A crash before the source's position lies behind the snapshot begins it again, with the same numbers.
 */
final class SnapshotLoop {
    private final String source;
    private final int chunkRows;
    private final CaptureParts parts;
    private final List<ChangeNotice> notices = new ArrayList<>();
    private List<ChangeRow> chunk = new ArrayList<>();
    private final GoneKeys goneKeys;
    private final Clock clock;
    private long lsn;
    private long micros;
    private boolean begun;

    /** @param scratch a directory for files of its own */
    SnapshotLoop(String source, int chunkRows, CaptureParts parts, Path scratch, Clock clock) {
        this.clock = clock;
        this.goneKeys = new GoneKeys(scratch, GoneKeys.KEYS_A_PASS);
        this.source = source;
        this.chunkRows = chunkRows;
        this.parts = parts;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            parts.journal().beginSnapshot();
            parts.sink().beginSnapshot();
            parts.publisher().beginSnapshot();
            parts.coverage().reset();
            parts.spool().discardStaged();
        }
    }

    void row(SourceEvent.SnapshotRow event) {
        begin();
        boolean otherTable = !chunk.isEmpty()
                && !chunk.get(0)
                        .table()
                        .qualifiedName()
                        .equals(event.row().table().qualifiedName());
        if (otherTable || chunk.size() == chunkRows) {
            flush();
        }
        lsn = event.lsn();
        micros = event.timeMicros();
        chunk.add(event.row());
        if (parts.afterGap()) {
            goneKeys.found(event.row());
        }
    }

    private void flush() {
        if (chunk.isEmpty()) {
            return;
        }
        write(Binding.SNAPSHOT);
    }

    /** A snapshot without rows has no time and no position of its own. */
    private void timed() {
        if (micros == 0) {
            micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        }
    }

    private void write(Binding binding) {
        SourceTransaction transaction = new SourceTransaction(0, lsn, micros, binding, TransactionRows.of(chunk));
        ChangeOrdinal ordinal = parts.journal().chunk(lsn);
        parts.sink().write(transaction, ordinal);
        parts.publisher().stage(transaction, ordinal);
        parts.coverage().count(transaction, ordinal);
        notices.add(ChangeNotice.of(transaction, ordinal, source, parts.manifest()));
        chunk = new ArrayList<>();
    }

    /** Ends, with a {@code d} row each, the rows that earlier incarnations captured and that the snapshot did not find. */
    private void gap() {
        timed();
        ChangeOrdinal begun = ChangeOrdinal.of(parts.journal().incarnation(), 0);
        List<SourceTable> tables = List.copyOf(parts.sink().tables().values());
        int gone = 0;
        for (SourceTable table : tables) {
            gone += goneKeys.each(table, taker -> parts.sink().readKeys(table, begun, taker), row -> {
                chunk.add(row);
                if (chunk.size() == chunkRows) {
                    write(Binding.GAP);
                }
            });
        }
        if (!chunk.isEmpty()) {
            write(Binding.GAP);
        }
        if (gone == 0) {
            notices.add(ChangeNotice.emptyGap(parts.journal().chunk(lsn), lsn, micros, source, tables));
        }
        goneKeys.close();
    }

    /** Puts the snapshot into the tables; the source's position may pass it on return. */
    void commit() {
        begin();
        flush();
        if (parts.afterGap()) {
            gap();
        }
        parts.publisher().endSnapshot();
        parts.journal().force();
        parts.sink().commitSnapshot(parts.journal().last());
        parts.coverage().save();
        if (!notices.isEmpty()) {
            parts.spool().stage(notices);
        }
    }

    /** Shows the snapshot to readers and the service, once a restart will not begin it again. */
    static void publish(CaptureParts parts) {
        parts.sink().completeThrough(parts.journal().last());
        parts.spool().release();
        parts.publisher().publishSnapshot();
        parts.journal().finishSnapshot();
    }
}
