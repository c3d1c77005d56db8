package io.rowtrail.capture.source;

/** How a capture finds its replication slot when it starts. */
public enum SlotState {
    /** The source goes on where the capture stopped. */
    READY,
    /** There is none. */
    ABSENT,
    /** It is there and the log that it stood for is gone (max_slot_wal_keep_size). */
    LOST
}
