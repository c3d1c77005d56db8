package io.rowtrail.capture;

import io.rowtrail.capture.post.ChangeNotice;
import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceEvent;
import io.rowtrail.capture.transaction.Binding;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
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
    private long lsn;
    private long micros;
    private boolean begun;

    SnapshotLoop(String source, int chunkRows, CaptureParts parts) {
        this.source = source;
        this.chunkRows = chunkRows;
        this.parts = parts;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            parts.journal().beginSnapshot();
            parts.sink().beginSnapshot();
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
    }

    private void flush() {
        if (chunk.isEmpty()) {
            return;
        }
        SourceTransaction transaction = new SourceTransaction(0, lsn, micros, Binding.SNAPSHOT, chunk);
        ChangeOrdinal ordinal = parts.journal().chunk(lsn);
        parts.sink().write(transaction, ordinal);
        parts.coverage().count(transaction, ordinal);
        notices.add(ChangeNotice.of(transaction, ordinal, source, parts.manifest()));
        chunk = new ArrayList<>();
    }

    /** Puts the snapshot into the tables; the source's position may pass it on return. */
    void commit() {
        begin();
        flush();
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
        parts.journal().finishSnapshot();
    }
}
