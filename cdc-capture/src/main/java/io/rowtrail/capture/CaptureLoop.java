package io.rowtrail.capture;

import io.rowtrail.capture.post.ChangeNotice;
import io.rowtrail.capture.source.EventHandler;
import io.rowtrail.capture.source.Place;
import io.rowtrail.capture.source.SourceEvent;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.capture.transaction.SpillPlace;
import io.rowtrail.capture.transaction.TransactionAssembler;
import io.rowtrail.capture.transaction.TransactionRows;
import io.rowtrail.trace.ChangeOrdinal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From events to committed tables. One commit is: numbers durable, then every due table, then complete-through on all
 * tables, then counters and the spool, and last the source's position: a crash anywhere replays whole transactions that
 * each part recognises. For one thread, but for {@link #requestCommit}.
 */
final class CaptureLoop implements EventHandler {
    private static final int NOTICES_A_BATCH = 1_000;
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);

    private final CaptureConfig config;
    private final CaptureParts parts;
    private final LongSupplier nanos;
    private final BooleanSupplier positionBehindSnapshot;
    private final Consumer<CaptureLoop> report;

    private final TransactionAssembler assembler;
    private final List<ChangeNotice> notices = new ArrayList<>();
    private @Nullable SnapshotLoop snapshot;
    private @Nullable Place passed;
    private @Nullable ChangeOrdinal through;
    private int waitingRows;
    private long oldestNanos;
    private long newestNanos;
    private long reportedNanos;
    private long throughLsn;
    private long committedLsn;
    private volatile boolean commitRequested;
    private volatile boolean settled;

    /**
     * @param spill where the rows of a large transaction wait for its end
     * @param positionBehindSnapshot whether the stored position of the source lies behind the snapshot
     * @param report told after every commit and about once a second
     */
    CaptureLoop(
            CaptureConfig config,
            CaptureParts parts,
            SpillPlace spill,
            Clock clock,
            LongSupplier nanos,
            BooleanSupplier positionBehindSnapshot,
            Consumer<CaptureLoop> report) {
        this.config = config;
        this.parts = parts;
        this.nanos = nanos;
        this.assembler = new TransactionAssembler(spill);
        this.positionBehindSnapshot = positionBehindSnapshot;
        this.report = report;
        this.reportedNanos = nanos.getAsLong();
        if (!parts.journal().snapshotDone()) {
            snapshot = new SnapshotLoop(config.source().name(), config.chunkRows(), parts, spill.directory(), clock);
        }
    }

    TransactionAssembler assembler() {
        return assembler;
    }

    /** The commit LSN of the last committed transaction; 0 before one. */
    long committedLsn() {
        return committedLsn;
    }

    boolean snapshotting() {
        return snapshot != null;
    }

    /** Asks for a commit at the next good time, from any thread; {@link #isSettled} tells when it was. */
    void requestCommit() {
        settled = false;
        commitRequested = true;
    }

    boolean isSettled() {
        return settled;
    }

    @Override
    public void take(SourceEvent event, Acknowledger acknowledger) {
        if (event instanceof SourceEvent.Change change) {
            assembler.change(change);
        } else if (event instanceof SourceEvent.Begin begin) {
            streamingBegins();
            assembler.begin(begin);
        } else if (event instanceof SourceEvent.End end) {
            ended(end);
        } else if (event instanceof SourceEvent.Message message) {
            assembler.message(message);
        } else if (event instanceof SourceEvent.Traced traced) {
            assembler.traced(traced);
        } else if (event instanceof SourceEvent.SnapshotRow row) {
            snapshotRow(row, acknowledger);
        } else if (event instanceof SourceEvent.Heartbeat beat && beat.streaming()) {
            streamingBegins();
        }
    }

    private void snapshotRow(SourceEvent.SnapshotRow row, Acknowledger acknowledger) {
        SnapshotLoop loop = snapshot;
        if (loop == null) {
            throw new CaptureException("the source sends its snapshot a second time: its position was lost; start with"
                    + " a higher source.incarnation and an empty state.dir");
        }
        loop.row(row);
        if (row.last()) {
            loop.commit();
            parts.milestones().reached(Milestone.SNAPSHOT_COMMITTED);
            acknowledger.passed(row.place());
            parts.milestones().reached(Milestone.SNAPSHOT_PASSED);
            if (!positionBehindSnapshot.getAsBoolean()) {
                throw new CaptureException(
                        "the source's position behind the snapshot could not be stored in state.dir");
            }
            SnapshotLoop.publish(parts);
            snapshot = null;
            report.accept(this);
        }
    }

    /** Streaming without a snapshot row before it: the captured tables were empty. */
    private void streamingBegins() {
        SnapshotLoop loop = snapshot;
        if (loop != null) {
            loop.commit();
            SnapshotLoop.publish(parts);
            snapshot = null;
            report.accept(this);
        }
    }

    private void ended(SourceEvent.End end) {
        SourceTransaction transaction = assembler.end(end);
        if (passed == null) {
            oldestNanos = nanos.getAsLong();
        }
        passed = end.place();
        newestNanos = nanos.getAsLong();
        try (TransactionRows rows = transaction.rows()) {
            if (!rows.isEmpty()) {
                keep(transaction);
            }
        }
    }

    private void keep(SourceTransaction transaction) {
        ChangeOrdinal ordinal = parts.journal().number(transaction.commitLsn(), transaction.txid());
        if (through == null || through.compareTo(ordinal) < 0) {
            through = ordinal;
            throughLsn = transaction.commitLsn();
        }
        int rows = parts.sink().write(transaction, ordinal);
        waitingRows += Math.max(rows, parts.publisher().write(transaction, ordinal));
        parts.coverage().count(transaction, ordinal);
        if (ordinal.value() > lastNotice()) {
            notices.add(ChangeNotice.of(transaction, ordinal, config.source().name(), parts.manifest()));
        }
    }

    /** The last ordinal that is spooled or about to be. */
    private long lastNotice() {
        return notices.isEmpty()
                ? parts.spool().lastOrdinal().map(ChangeOrdinal::value).orElse(-1L)
                : notices.get(notices.size() - 1).ordinal().value();
    }

    @Override
    public void batchTaken(Acknowledger acknowledger) {
        boolean asked = commitRequested;
        Place place = passed;
        long now = nanos.getAsLong();
        if (place != null && (asked || due(now))) {
            commit(place, acknowledger);
            report.accept(this);
            reportedNanos = now;
        } else if (now - reportedNanos >= REPORT_INTERVAL.toNanos()) {
            report.accept(this);
            reportedNanos = now;
        }
        settled |= asked;
    }

    private boolean due(long now) {
        return waitingRows >= config.commitMaxRows()
                || now - newestNanos >= config.commitIdle().toNanos()
                || now - oldestNanos >= config.commitInterval().toNanos();
    }

    private void publish(ChangeOrdinal last) {
        if (parts.publisher().standing().isPresent()) {
            parts.publisher().commit(last);
            parts.milestones().reached(Milestone.PUBLISHED);
        }
    }

    /** Commits what has ended; an open transaction waits for its end. */
    private void commit(Place place, Acknowledger acknowledger) {
        ChangeOrdinal last = through;
        if (last != null) {
            parts.journal().force();
            parts.milestones().reached(Milestone.NUMBERED);
            parts.sink().commit(last);
            parts.milestones().reached(Milestone.TABLES_COMMITTED);
            publish(last);
            parts.coverage().save();
            parts.milestones().reached(Milestone.COUNTED);
            for (int i = 0; i < notices.size(); i += NOTICES_A_BATCH) {
                parts.spool().changes(List.copyOf(notices.subList(i, Math.min(notices.size(), i + NOTICES_A_BATCH))));
            }
        }
        parts.milestones().reached(Milestone.SPOOLED);
        acknowledger.passed(place);
        parts.milestones().reached(Milestone.PASSED);
        if (last != null) {
            parts.journal().passed(last);
            committedLsn = throughLsn;
        }
        notices.clear();
        through = null;
        passed = null;
        waitingRows = 0;
    }
}
