package io.rowtrail.spark.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.runtime.AbstractFunction1;

/**
 * Walks over whole plans, the plans inside subquery expressions included.
 *
 * <p>Catalyst's own transformations skip what is already analysed and refuse to run inside an analyser rule; these do
 * neither, and leave a node untouched (the same instance) when nothing below it changed.
 */
public final class Walk {
    private Walk() {}

    /** Children first. */
    public static LogicalPlan up(LogicalPlan plan, UnaryOperator<LogicalPlan> step) {
        return up(plan, step, node -> true);
    }

    /** Children first; what {@code enter} refuses is left alone with all below it. */
    public static LogicalPlan up(LogicalPlan plan, UnaryOperator<LogicalPlan> step, Predicate<LogicalPlan> enter) {
        if (!enter.test(plan)) {
            return plan;
        }
        List<LogicalPlan> children = new ArrayList<>();
        boolean changed = false;
        for (LogicalPlan child : Nodes.children(plan)) {
            LogicalPlan after = up(child, step, enter);
            changed |= after != child;
            children.add(after);
        }
        LogicalPlan node = changed ? Nodes.withChildren(plan, children) : plan;
        return step.apply(inSubqueries(node, subquery -> up(subquery, step, enter)));
    }

    /** {@code plan} with the plan of each of its subquery expressions replaced. */
    public static LogicalPlan inSubqueries(LogicalPlan plan, UnaryOperator<LogicalPlan> step) {
        boolean any = false;
        for (Expression expression : Nodes.expressions(plan)) {
            any |= contains(expression, e -> e instanceof PlanExpression<?>);
        }
        if (!any) {
            return plan;
        }
        return inExpressions(plan, e -> withPlan(e, step));
    }

    /** {@code plan} with what {@code step} makes of each expression in it, smaller ones first. */
    public static LogicalPlan inExpressions(LogicalPlan plan, UnaryOperator<Expression> step) {
        return plan.mapExpressions(new AbstractFunction1<Expression, Expression>() {
            @Override
            public Expression apply(Expression expression) {
                return up(expression, step);
            }
        });
    }

    @SuppressWarnings("unchecked") // in a logical plan a PlanExpression holds a logical plan
    private static Expression withPlan(Expression expression, UnaryOperator<LogicalPlan> step) {
        if (expression instanceof PlanExpression<?> subquery && subquery.plan() instanceof LogicalPlan before) {
            LogicalPlan after = step.apply(before);
            return after == before ? expression : ((PlanExpression<LogicalPlan>) subquery).withNewPlan(after);
        }
        return expression;
    }

    public static Expression up(Expression expression, UnaryOperator<Expression> step) {
        List<Expression> children = new ArrayList<>();
        boolean changed = false;
        for (Expression child : Seqs.<Expression>java(expression.children())) {
            Expression after = up(child, step);
            changed |= after != child;
            children.add(after);
        }
        return step.apply(changed ? expression.withNewChildren(Seqs.of(children)) : expression);
    }

    /** Visits every node, those of subqueries too, parents first. */
    public static void each(LogicalPlan plan, Consumer<LogicalPlan> visitor) {
        visitor.accept(plan);
        Nodes.children(plan).forEach(child -> each(child, visitor));
        for (Expression expression : Nodes.expressions(plan)) {
            each(expression, e -> {
                if (e instanceof PlanExpression<?> subquery && subquery.plan() instanceof LogicalPlan inner) {
                    each(inner, visitor);
                }
            });
        }
    }

    public static void each(Expression expression, Consumer<Expression> visitor) {
        visitor.accept(expression);
        Seqs.<Expression>java(expression.children()).forEach(child -> each(child, visitor));
    }

    public static boolean contains(Expression expression, Predicate<Expression> wanted) {
        if (wanted.test(expression)) {
            return true;
        }
        for (Expression child : Seqs.<Expression>java(expression.children())) {
            if (contains(child, wanted)) {
                return true;
            }
        }
        return false;
    }
}
