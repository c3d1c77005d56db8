package io.rowtrail.spark.write;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The runs that were planned and have not ended. A CREATE TABLE AS SELECT appends by a second command, which must not become
 * a second run. Bounded: a run that was only explained never ends, and the oldest goes first.
 */
public final class LiveRuns {
    private static final int MOST = 256;

    private final Deque<PlannedRun> runs = new ArrayDeque<>();

    synchronized void add(PlannedRun run) {
        runs.addLast(run);
        if (runs.size() > MOST) {
            runs.removeFirst();
        }
    }

    /** The run has ended. */
    public synchronized void remove(PlannedRun run) {
        runs.removeIf(live -> live.id().equals(run.id()));
    }

    /** Whether {@code query}, perhaps under a projection that fits it to its table, is what a live run writes. */
    synchronized boolean covers(LogicalPlan query) {
        return isLive(query) || (query.children().size() == 1 && isLive(query.children().apply(0)));
    }

    private boolean isLive(LogicalPlan query) {
        scala.Option<UUID> id = query.getTagValue(PlannedRun.ON_QUERY);
        return id.isDefined() && runs.stream().anyMatch(run -> run.id().equals(id.get()));
    }
}
