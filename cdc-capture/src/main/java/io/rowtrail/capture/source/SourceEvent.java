package io.rowtrail.capture.source;

import org.jspecify.annotations.Nullable;

/** What the source tells, in its order: transactions come whole, one after the other, as they committed. */
public sealed interface SourceEvent {
    /** A row read by the snapshot; {@code last} closes the snapshot. */
    record SnapshotRow(ChangeRow row, long lsn, long timeMicros, boolean last, Place place) implements SourceEvent {}

    /** A transaction begins. */
    record Begin(long txid) implements SourceEvent {}

    /**
     * A row change of the open transaction.
     *
     * @param untold column values the source did not tell and that are null here: large ones that an update left alone,
     *     of a table without full replica identity
     * @param claim the trace that the row names by a column of its own; null when it names none
     */
    record Change(
            long txid,
            ChangeRow row,
            long commitMicros,
            int untold,
            @Nullable TraceClaim claim) implements SourceEvent {}

    /** A row of the trace table changed; {@code claim} is null unless it is new. */
    record Traced(long txid, @Nullable TraceClaim claim) implements SourceEvent {}

    /** A logical message; {@code txid} is 0 for one outside transactions. */
    record Message(long txid, String prefix, String content) implements SourceEvent {}

    /**
     * The open transaction has committed.
     *
     * @param events how many events the source says it had, messages included
     */
    record End(long txid, long commitLsn, long events, Place place) implements SourceEvent {}

    /**
     * Nothing happened.
     *
     * @param streaming whether the snapshot lies behind
     */
    record Heartbeat(boolean streaming, Place place) implements SourceEvent {}
}
