package io.rowtrail.recompute.ask;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import scala.Option;

/**
 * An operator that may have kept a row out.
 *
 * @param node of the plan
 * @param position its place in the plan, the root being 0, each operator before those below it
 * @param condition what it asks of a row; empty for limits and set operations
 * @param without what stands in its place when it rejects nothing
 */
record Rejector(LogicalPlan node, int position, Optional<Expression> condition, LogicalPlan without) {
    /** Those of {@code plan} in its order, subqueries left out: what is in them decides, it rejects nothing itself. */
    static List<Rejector> in(LogicalPlan plan) {
        List<Rejector> found = new ArrayList<>();
        collect(plan, new int[] {0}, found);
        return found;
    }

    private static void collect(LogicalPlan node, int[] next, List<Rejector> found) {
        int position = next[0]++;
        if (node instanceof Filter filter) {
            found.add(new Rejector(node, position, Optional.of(filter.condition()), filter.child()));
        } else if (node instanceof Join join) {
            of(join, position).ifPresent(found::add);
        } else if (node instanceof GlobalLimit limit && limit.child() instanceof LocalLimit local) {
            found.add(new Rejector(node, position, Optional.empty(), local.child()));
        } else if (node instanceof Offset || node instanceof Except || node instanceof Intersect) {
            found.add(new Rejector(
                    node, position, Optional.empty(), Nodes.children(node).get(0)));
        }
        Nodes.children(node).forEach(child -> collect(child, next, found));
    }

    /** An inner join lets all rows through that find no partner; a semi or anti join does not look for one. */
    private static Optional<Rejector> of(Join join, int position) {
        Optional<Expression> condition = Seqs.java(join.condition());
        return switch (join.joinType().toString()) {
            case "Inner", "Cross", "LeftOuter", "RightOuter" ->
                condition.map(asked -> new Rejector(
                        join,
                        position,
                        condition,
                        new Join(join.left(), join.right(), FullOuter$.MODULE$, Option.apply(asked), join.hint())));
            case "LeftSemi", "LeftAnti" -> Optional.of(new Rejector(join, position, condition, join.left()));
            default -> Optional.empty();
        };
    }

    /** {@code plan}, in which these reject nothing. */
    static LogicalPlan relaxed(LogicalPlan plan, Set<Rejector> dropped) {
        for (Rejector rejector : dropped) {
            if (rejector.node == plan) {
                return relaxed(rejector.without, dropped);
            }
        }
        List<LogicalPlan> children = new ArrayList<>();
        boolean changed = false;
        for (LogicalPlan child : Nodes.children(plan)) {
            LogicalPlan after = relaxed(child, dropped);
            changed |= after != child;
            children.add(after);
        }
        return changed ? Nodes.withChildren(plan, children) : plan;
    }

    /** A filter of several conditions as one rejector each; itself where there is only one. */
    List<Rejector> parts() {
        if (!(node instanceof Filter filter)) {
            return List.of(this);
        }
        List<Expression> conditions = new ArrayList<>();
        split(filter.condition(), conditions);
        if (conditions.size() == 1) {
            return List.of(this);
        }
        List<Rejector> parts = new ArrayList<>();
        for (Expression part : conditions) {
            Expression others = conditions.stream()
                    .filter(other -> other != part)
                    .reduce(And::new)
                    .orElseThrow();
            parts.add(new Rejector(node, position, Optional.of(part), new Filter(others, filter.child())));
        }
        return parts;
    }

    private static void split(Expression condition, List<Expression> parts) {
        if (condition instanceof And and) {
            split(and.left(), parts);
            split(and.right(), parts);
        } else {
            parts.add(condition);
        }
    }

    String operator() {
        return node.nodeName();
    }

    /** Whether its condition looks at a subquery. */
    boolean asksSubquery() {
        return condition.isPresent()
                && Walk.contains(
                        condition.get(), e -> e instanceof org.apache.spark.sql.catalyst.expressions.PlanExpression<?>);
    }
}
