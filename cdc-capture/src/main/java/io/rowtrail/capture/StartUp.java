package io.rowtrail.capture;

import io.rowtrail.capture.ordinal.OrdinalJournal;
import io.rowtrail.capture.post.Manifest;
import io.rowtrail.capture.post.Spool;
import io.rowtrail.capture.sink.ChangeSink;
import io.rowtrail.capture.sink.Coverage;
import io.rowtrail.capture.source.DurableOffsetStore;
import io.rowtrail.capture.source.SourceChecks;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.lake.ChangeTable;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/**
 * Brings journal, position, slot, tables and spool into agreement before anything is captured, whatever the last life left
 * half done, or says why they cannot agree.
 */
final class StartUp {
    /** A killed capture's connection is seen as gone by the server after a moment. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(30);

    private final CaptureConfig config;
    private final StateDirectory state;
    private final Lake lake;

    StartUp(CaptureConfig config, StateDirectory state, Lake lake) {
        this.config = config;
        this.state = state;
        this.lake = lake;
    }

    CaptureParts open(SourceChecks source, Map<String, SourceTable> tables) {
        OrdinalJournal journal = OrdinalJournal.open(state.journal(), config.incarnation());
        boolean slot = source.slotExists(SLOT_PATIENCE);
        if (journal.snapshotDone()) {
            agreeOnStreaming(slot, tables);
        } else {
            agreeOnNewTables(tables);
        }
        CaptureParts parts = new CaptureParts(
                journal,
                ChangeSink.open(lake, config.source().name(), tables.values()),
                Coverage.open(state.coverage()),
                Spool.open(state.spool(), config.source().name(), config.lake().name(), config.spoolMaxBytes()),
                new Manifest(state.manifestKey()));
        if (journal.snapshotBegun() && slot && DurableOffsetStore.isSnapshotDone(state.offsets())) {
            SnapshotLoop.publish(parts);
        } else if (!journal.snapshotDone()) {
            beginAgain(source, slot);
        }
        return parts;
    }

    private void agreeOnStreaming(boolean slot, Map<String, SourceTable> tables) {
        if (!slot) {
            throw new CaptureException("replication slot " + config.source().slot()
                    + " is gone: changes since the capture stopped are lost to it; set a higher source.incarnation"
                    + " and an empty state.dir, and drop the change tables of source "
                    + config.source().name() + ", to begin with a new snapshot");
        }
        for (SourceTable table : tables.values()) {
            if (changeTable(table).isEmpty()) {
                throw new CaptureException("table " + table.qualifiedName()
                        + " was not captured from the beginning: adding a table needs a new snapshot (a higher"
                        + " source.incarnation, an empty state.dir), or take it out of source.tables");
            }
        }
    }

    /** Tables that readers already believe in must not be overwritten by the snapshot of a capture that forgot them. */
    private void agreeOnNewTables(Map<String, SourceTable> tables) {
        if (DurableOffsetStore.isSnapshotDone(state.offsets())) {
            return;
        }
        for (SourceTable table : tables.values()) {
            if (changeTable(table).flatMap(ChangeTable::completeThrough).isPresent()) {
                throw new CaptureException("change table " + config.source().name() + "." + table.lakeTable()
                        + " holds changes that state.dir " + config.stateDir()
                        + " knows nothing of: point state.dir to where they were captured, or drop the change tables"
                        + " of the source and set a higher source.incarnation");
            }
        }
    }

    private java.util.Optional<ChangeTable> changeTable(SourceTable table) {
        return ChangeTable.load(lake, new LakeName(config.source().name(), table.lakeTable()));
    }

    /** A slot made anew comes with a snapshot that fits it exactly; one left over does not. */
    private void beginAgain(SourceChecks source, boolean slot) {
        if (slot) {
            source.dropSlot();
        }
        try {
            Files.deleteIfExists(state.offsets());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + state.offsets(), e);
        }
    }
}
