package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Walk;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/** Optimiser rule: what is still a {@link CurrentState} becomes ordinary operators. */
public final class ExpandCurrent extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Walk.up(
                plan,
                node -> node instanceof CurrentState state && state.resolved() ? CurrentExpansion.plain(state) : node);
    }
}
