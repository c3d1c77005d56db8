package io.rowtrail.capture.transaction;

/**
 * A committed transaction with its captured rows in their order, or a chunk of snapshot rows.
 *
 * @param txid PostgreSQL's transaction id; 0 for a snapshot chunk
 * @param commitLsn where the commit is in the log; a chunk has the snapshot's position
 * @param commitMicros when it committed, microseconds since 1970 UTC
 */
public record SourceTransaction(long txid, long commitLsn, long commitMicros, Binding binding, TransactionRows rows) {}
