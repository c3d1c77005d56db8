package io.rowtrail.capture.state;

/** The steps by which captured transactions become durable, in their order. A crash after any of them is harmless. */
public enum Milestone {
    /** A transaction's rows are in open files, which belong to no table yet. */
    WRITTEN,
    /** A change table has columns that it lacked. */
    COLUMNS_ADDED,
    /** The numbers of the commit's transactions are durable. */
    NUMBERED,
    /** One of the tables is committed. */
    TABLE_COMMITTED,
    /** All tables are committed and say how far they are complete. */
    TABLES_COMMITTED,
    /** What is published beside the tables is there; never reached where nothing is. */
    PUBLISHED,
    /** The counters are durable. */
    COUNTED,
    /** The batches for the service are durable. */
    SPOOLED,
    /** The source's position is durable. */
    PASSED,
    /** The rows of the initial snapshot are in the tables, and readers are not told. */
    SNAPSHOT_COMMITTED,
    /** The source's position lies behind the initial snapshot. */
    SNAPSHOT_PASSED;

    /** Is told of each milestone when it is reached, on the capture's thread. */
    @FunctionalInterface
    public interface Listener {
        /** For captures that nobody watches. */
        Listener NONE = milestone -> {};

        void reached(Milestone milestone);
    }
}
