package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Walk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Tells each {@link CurrentState} what its table is, and pins all of one source in a plan to the same ordinal.
 *
 * <p>A plan that contains others (views, subqueries, frames analysed before) is pinned again as a whole, so all calls in
 * one query agree on the least of what their tables have completely; one that was asked for up to an ordinal stays there.
 * Idempotent.
 */
public final class ResolveCurrent extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        Map<String, Long> pins = new HashMap<>();
        boolean[] pending = {false};
        Walk.each(plan, node -> {
            if (node instanceof CurrentState state) {
                state.table()
                        .filter(table -> !table.asked())
                        .ifPresent(table -> pins.merge(table.source(), table.completeThrough(), Math::min));
                pending[0] |= state.table().isEmpty() && state.child().resolved();
            }
        });
        if (pending[0]) {
            return Walk.up(plan, ResolveCurrent::resolved);
        }
        return pins.isEmpty() ? plan : Walk.up(plan, node -> pinned(node, pins));
    }

    private static LogicalPlan resolved(LogicalPlan node) {
        if (node instanceof CurrentState state
                && state.table().isEmpty()
                && state.child().resolved()) {
            return state.described(describe(state.child())
                    .orElseThrow(() -> new IllegalArgumentException(CurrentFunction.NAME
                            + ": not a change table (no rowtrail.key): " + tableName(state.child()))));
        }
        return node;
    }

    private static LogicalPlan pinned(LogicalPlan node, Map<String, Long> pins) {
        if (node instanceof CurrentState state && state.table().isPresent()) {
            ChangeTable table = state.table().get();
            long pin = pins.getOrDefault(table.source(), table.completeThrough());
            return table.asked() || pin == table.completeThrough() ? node : state.with(table.pinnedTo(pin));
        }
        return node;
    }

    /** The change table that {@code plan} (a relation, aliased or not) reads; empty when it is none. */
    public static Optional<ChangeTable> describe(LogicalPlan plan) {
        if (plan instanceof SubqueryAlias alias) {
            return describe(alias.child());
        }
        return plan instanceof DataSourceV2Relation relation
                ? ChangeTable.parse(relation.name(), relation.table().properties())
                : Optional.empty();
    }

    private static String tableName(LogicalPlan plan) {
        return plan instanceof SubqueryAlias alias ? alias.identifier().toString() : plan.nodeName();
    }
}
