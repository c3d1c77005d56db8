package io.rowtrail.audit.postgres;

import java.time.Duration;

/**
 * What the queue in front of a log holds and how large a commit becomes. Groups form by themselves: what arrives while
 * one commit is under way goes into the next.
 *
 * @param queueEntries most submissions waiting
 * @param queueBytes most bytes of submissions waiting; one that is larger alone is taken when nothing waits
 * @param batchEntries most submissions in one commit
 * @param batchBytes bytes after which a commit takes no further submission
 * @param timeout how long one commit may take before its outcome is called unknown
 * @param retryAfter what callers are told when the queue is full
 */
public record AppendLimits(
        int queueEntries, long queueBytes, int batchEntries, long batchBytes, Duration timeout, Duration retryAfter) {
    /** 10,000 entries or 128 MiB waiting; 1,000 entries or 16 MiB a commit; 30 s; retry after 1 s. */
    public static final AppendLimits DEFAULT =
            new AppendLimits(10_000, 128L << 20, 1_000, 16L << 20, Duration.ofSeconds(30), Duration.ofSeconds(1));

    /** The same with another bound on the submissions waiting. */
    public AppendLimits withQueueEntries(int entries) {
        return new AppendLimits(entries, queueBytes, batchEntries, batchBytes, timeout, retryAfter);
    }

    public AppendLimits {
        if (queueEntries < 1 || queueBytes < 1 || batchEntries < 1 || batchBytes < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
