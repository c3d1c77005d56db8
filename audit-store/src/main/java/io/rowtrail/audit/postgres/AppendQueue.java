package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.Submission;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The submissions waiting for a commit, bounded in number and bytes. */
final class AppendQueue {
    private final AppendLimits limits;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private long bytes;

    AppendQueue(AppendLimits limits) {
        this.limits = limits;
    }

    /** Whether there is room for a submission now; by the time it comes there may be none. */
    synchronized boolean hasRoom(Submission submission) {
        return queue.size() < limits.queueEntries()
                && (queue.isEmpty() || bytes + bytes(submission) <= limits.queueBytes());
    }

    /** Whether there was room. */
    synchronized boolean offer(Waiting waiting) {
        boolean room = hasRoom(waiting.draft().sealed().submission());
        if (room) {
            queue.add(waiting);
            bytes += waiting.bytes();
        }
        return room;
    }

    /** The next group, empty when nothing waits. */
    synchronized List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        long taken = 0;
        while (batch.size() < limits.batchEntries() && taken < limits.batchBytes()) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
            taken += next.bytes();
        }
        bytes -= taken;
        return batch;
    }

    synchronized boolean isEmpty() {
        return queue.isEmpty();
    }

    private static long bytes(Submission submission) {
        return (long) submission.received().length()
                + submission.stored().length()
                + submission.facts().length();
    }

    /** A sealed submission and whom to answer. */
    record Waiting(Draft draft, UniEmitter<? super AppendResult> answer) {
        long bytes() {
            return AppendQueue.bytes(draft.sealed().submission());
        }
    }
}
