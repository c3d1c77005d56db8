package io.rowtrail.jdbc;

/**
 * What a {@link TracingDataSource} has done since it was made.
 *
 * @param bound messages emitted, those of transactions rolled back later among them
 * @param untraced writing statements outside a transaction, and writing transactions, without a current trace
 * @param failed traces that could not be named or bound; the application's transaction went on without them
 * @param unbindable writing statements that no message can share a transaction with: a procedure that commits in
 *     autocommit mode, a text that holds its own {@code BEGIN}
 */
public record TraceCounters(long bound, long untraced, long failed, long unbindable) {}
