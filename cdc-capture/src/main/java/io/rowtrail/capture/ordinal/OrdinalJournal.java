package io.rowtrail.capture.ordinal;

import io.rowtrail.capture.ordinal.JournalEntry.Kind;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.trace.ChangeOrdinal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each source transaction its ordinal, once: dense, in commit order. {@link #force} must return before a number is
 * used outside; a replayed transaction gets the number it had, and one that should have a number and has none stops the
 * capture. For one thread.
 */
public final class OrdinalJournal implements AutoCloseable {
    private final JournalFile file;
    private final int incarnation;
    /** Transactions the source may send again, by commit LSN. */
    private final Map<Long, Numbered> replayable = new HashMap<>();

    private long last;
    private long highestLsn = -1;
    private Snapshot snapshot = Snapshot.NONE;
    private long beforeSnapshot;

    private enum Snapshot {
        NONE,
        BEGUN,
        DONE
    }

    private record Numbered(long txid, long ordinal) {}

    private OrdinalJournal(Path path, int incarnation) {
        this.incarnation = incarnation;
        this.last = ChangeOrdinal.of(incarnation, 0).value();
        this.file = JournalFile.open(path, this::replay);
    }

    /**
     * Opens the journal, or begins one.
     *
     * @throws CaptureException if it is damaged or of another incarnation
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static OrdinalJournal open(Path path, int incarnation) {
        return new OrdinalJournal(path, incarnation);
    }

    private void replay(JournalEntry entry) {
        ChangeOrdinal ordinal = new ChangeOrdinal(entry.ordinal());
        if (ordinal.incarnation() != incarnation) {
            throw new CaptureException("the ordinal journal is of incarnation " + ordinal.incarnation()
                    + " and source.incarnation is " + incarnation
                    + ": a new incarnation starts with an empty state.dir");
        }
        switch (entry.kind()) {
            case SNAPSHOT_BEGUN -> {
                snapshot = Snapshot.BEGUN;
                beforeSnapshot = entry.ordinal();
                last = entry.ordinal();
            }
            case CHUNK -> last = entry.ordinal();
            case SNAPSHOT_DONE -> snapshot = Snapshot.DONE;
            case TRANSACTION -> remember(entry);
            case PASSED -> forgetThrough(entry.ordinal());
        }
    }

    private void remember(JournalEntry entry) {
        last = entry.ordinal();
        highestLsn = entry.commitLsn();
        replayable.put(entry.commitLsn(), new Numbered(entry.txid(), entry.ordinal()));
    }

    private void forgetThrough(long ordinal) {
        replayable.values().removeIf(numbered -> numbered.ordinal() <= ordinal);
    }

    /** Whether the initial snapshot is in every table. */
    public boolean snapshotDone() {
        return snapshot == Snapshot.DONE;
    }

    /** Whether a snapshot was begun and not finished. */
    public boolean snapshotBegun() {
        return snapshot == Snapshot.BEGUN;
    }

    /** The commit LSN of the last numbered transaction; -1 before one. */
    public long highestLsn() {
        return highestLsn;
    }

    public int incarnation() {
        return incarnation;
    }

    /** The last number given; counter 0 when none was. */
    public ChangeOrdinal last() {
        return new ChangeOrdinal(last);
    }

    /** Begins the snapshot; of one that was begun and not finished, the numbers are given again. */
    public void beginSnapshot() {
        if (snapshot == Snapshot.DONE) {
            throw new CaptureException("the source sends its snapshot a second time: its position was lost; start with"
                    + " a higher source.incarnation and an empty state.dir");
        }
        beforeSnapshot = snapshot == Snapshot.BEGUN ? beforeSnapshot : last;
        last = beforeSnapshot;
        snapshot = Snapshot.BEGUN;
        file.append(new JournalEntry(Kind.SNAPSHOT_BEGUN, beforeSnapshot, 0, 0));
    }

    /** The number of the next chunk of snapshot rows. */
    public ChangeOrdinal chunk(long lsn) {
        ChangeOrdinal ordinal = last().next();
        last = ordinal.value();
        file.append(new JournalEntry(Kind.CHUNK, last, lsn, 0));
        return ordinal;
    }

    /** The snapshot is in every table and the source's position lies behind it. Durable on return. */
    public void finishSnapshot() {
        snapshot = Snapshot.DONE;
        file.append(new JournalEntry(Kind.SNAPSHOT_DONE, last, 0, 0));
        file.force();
    }

    /**
     * The number of a transaction.
     *
     * @throws CaptureException for a transaction that committed before the last numbered one and has no number
     */
    public ChangeOrdinal number(long commitLsn, long txid) {
        if (commitLsn > highestLsn) {
            JournalEntry entry =
                    new JournalEntry(Kind.TRANSACTION, last().next().value(), commitLsn, txid);
            remember(entry);
            file.append(entry);
            return new ChangeOrdinal(entry.ordinal());
        }
        Numbered known = replayable.get(commitLsn);
        if (known == null) {
            known = onDisk(commitLsn);
        }
        if (known == null || known.txid() != txid) {
            throw new CaptureException("transaction " + txid + " with commit LSN " + lsn(commitLsn)
                    + " lies below the journal's high-water mark " + lsn(highestLsn)
                    + " and has no number: the source's history is not the one captured before; start with a higher"
                    + " source.incarnation and an empty state.dir");
        }
        return new ChangeOrdinal(known.ordinal());
    }

    private @Nullable Numbered onDisk(long commitLsn) {
        file.force();
        Numbered[] found = new Numbered[1];
        try {
            file.scan(entry -> {
                if (entry.kind() == Kind.TRANSACTION && entry.commitLsn() == commitLsn) {
                    found[0] = new Numbered(entry.txid(), entry.ordinal());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the ordinal journal", e);
        }
        return found[0];
    }

    /** Returns when every number given so far is on the disk. */
    public void force() {
        file.force();
    }

    /** The source will not send transactions up to {@code ordinal} again. */
    public void passed(ChangeOrdinal ordinal) {
        forgetThrough(ordinal.value());
        file.append(new JournalEntry(Kind.PASSED, ordinal.value(), 0, 0));
    }

    /** PostgreSQL's spelling of a log position. */
    public static String lsn(long value) {
        return Long.toHexString(value >>> Integer.SIZE).toUpperCase(java.util.Locale.ROOT) + "/"
                + Long.toHexString(value & 0xffffffffL).toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() {
        file.close();
    }
}
