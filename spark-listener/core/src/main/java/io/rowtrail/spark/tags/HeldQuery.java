package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.UnresolvedPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The query under a write, unresolved until its table has been looked up: else Spark would compare their columns before the
 * tag column, of which the job's author cannot know, has its placeholder.
 */
public final class HeldQuery extends UnresolvedPlan {
    /** Public for Catalyst, which copies nodes by reflection. */
    public HeldQuery(LogicalPlan query) {
        super(query);
    }

    @Override
    protected HeldQuery over(LogicalPlan other) {
        return new HeldQuery(other);
    }
}
