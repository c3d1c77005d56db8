package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.UnresolvedPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A relation that is still to be looked up, unresolved for one turn longer than it would be: so the tag column is hidden
 * before a {@code *} above is expanded.
 */
public final class PendingRelation extends UnresolvedPlan {
    /** Public for Catalyst, which copies nodes by reflection. */
    public PendingRelation(LogicalPlan child) {
        super(child);
    }

    @Override
    protected PendingRelation over(LogicalPlan other) {
        return new PendingRelation(other);
    }
}
