package io.rowtrail.spark;

import io.rowtrail.spark.config.Guard;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/** A rule of ours that never harms a query: if it fails or stands aside, the plan is what {@code otherwise} makes. */
final class GuardedRule extends Rule<LogicalPlan> {
    private final Guard guard;
    private final String place;
    private final Rule<LogicalPlan> rule;
    private final UnaryOperator<LogicalPlan> otherwise;

    GuardedRule(Guard guard, String place, Rule<LogicalPlan> rule, UnaryOperator<LogicalPlan> otherwise) {
        this.guard = guard;
        this.place = place;
        this.rule = rule;
        this.otherwise = otherwise;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return guard.standsAside()
                ? otherwise.apply(plan)
                : guard.call(place, () -> rule.apply(plan), () -> otherwise.apply(plan));
    }
}
