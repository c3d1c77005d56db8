package io.rowtrail.audit.postgres;

import io.rowtrail.audit.merkle.TreeTail;

/**
 * Where a replica knows a log to end.
 *
 * @param tail the tree's growing edge
 * @param epoch the log's epoch when it was there
 */
record LogEdge(TreeTail tail, long epoch) {}
