package io.rowtrail.recompute.ask;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Conditions of a plan with the tables' own column names, where the recorded text only numbers them. */
final class PredicateText {
    private static final int LONGEST = 2_000;

    private final Map<ExprId, Expression> made = new HashMap<>();

    PredicateText(LogicalPlan plan) {
        Walk.each(plan, node -> Nodes.expressions(node).forEach(this::note));
    }

    private void note(Expression expression) {
        if (expression instanceof Alias alias) {
            made.putIfAbsent(alias.exprId(), alias.child());
        }
    }

    /** As SQL, as far as it goes. */
    String text(Expression condition) {
        String text = named(condition, 0).sql();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private Expression named(Expression expression, int depth) {
        if (expression instanceof Attribute attribute) {
            Expression origin = made.get(attribute.exprId());
            return origin == null || depth > 8 ? plain(attribute) : named(origin, depth + 1);
        }
        if (Seqs.<Expression>java(expression.children()).isEmpty()) {
            return expression;
        }
        return expression.withNewChildren(Seqs.of(Seqs.<Expression>java(expression.children()).stream()
                .map(child -> named(child, depth))
                .toList()));
    }

    /** Without the names of subqueries. */
    private static Expression plain(NamedExpression attribute) {
        return attribute instanceof AttributeReference reference
                ? reference.withQualifier(Seqs.none())
                : (Expression) attribute;
    }
}
