package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;

/**
 * Scalar subqueries that aggregate the rows with equal columns: an outer join with these rows in groups, which brings the value
 * and its tags at once. Spark would run the subquery once for each, and, since it cannot know our aggregate's value over
 * no rows, once more for the rows outside.
 */
final class ScalarJoins {
    private final TagRewriter rewriter;

    ScalarJoins(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    /**
     * Such a subquery.
     *
     * @param match the rows that it looks at
     * @param value over {@code aggregates} of them
     */
    record Value(MatchJoins.Match match, Expression value, List<AggregateExpression> aggregates) {}

    /** {@code scalar} so taken apart; empty when it is another kind. */
    static Optional<Value> of(ScalarSubquery scalar) {
        LogicalPlan plan = withoutAlias(scalar.plan());
        if (!(plan instanceof Aggregate aggregate)
                || !aggregate.groupingExpressions().isEmpty()
                || !(aggregate.aggregateExpressions().apply(0) instanceof Alias column)) {
            return Optional.empty();
        }
        Expression value = column.child();
        boolean known = value.deterministic() && !SubqueryRules.contains(value) && !Conditions.looksOut(value);
        List<AggregateExpression> aggregates = new ArrayList<>();
        Walk.each(value, e -> {
            if (e instanceof AggregateExpression found) {
                aggregates.add(found);
            }
        });
        return known
                ? MatchJoins.correlated(withoutAlias(aggregate.child()))
                        .filter(match -> match.others().isEmpty())
                        .map(match -> new Value(match, value, aggregates))
                : Optional.empty();
    }

    private static LogicalPlan withoutAlias(LogicalPlan plan) {
        return plan instanceof SubqueryAlias alias ? withoutAlias(alias.child()) : plan;
    }

    /**
     * Rows with a subquery's value.
     *
     * @param rows the rows before, the subquery's tags one part more
     * @param value the subquery's value over {@code rows}
     */
    record Joined(Tagged rows, Expression value) {}

    /** {@code left} and the value for each of its rows; {@code right} the rewritten rows that {@code value} looks at. */
    Joined joined(Tagged left, Value value, Tagged right) {
        List<Alias> values = new ArrayList<>();
        value.aggregates().forEach(aggregate -> values.add(Nodes.alias(aggregate, "_rt_value")));
        KeyGroups groups = KeyGroups.of(value.match(), right, values, rewriter.sets());
        Tagged rows = groups.joined(left, LeftOuter$.MODULE$, JoinHint.NONE(), left.facts());
        Attribute found = Nodes.inOutput(rows.plan(), groups.tags().exprId());
        Expression result = Walk.up(
                value.value(),
                e -> e instanceof AggregateExpression aggregate
                        ? overNone(aggregate, ofAggregate(rows.plan(), values, aggregate), found)
                        : e);
        return new Joined(rows, result);
    }

    private static Attribute ofAggregate(LogicalPlan join, List<Alias> values, AggregateExpression aggregate) {
        Alias value = values.stream()
                .filter(alias -> alias.child() == aggregate)
                .findFirst()
                .orElseThrow();
        return Nodes.inOutput(join, value.exprId());
    }

    /** {@code value}, or where nothing was {@code found} what the aggregate yields over no rows. */
    private static Expression overNone(AggregateExpression aggregate, Attribute value, Attribute found) {
        Optional<Expression> none =
                Seqs.<Expression>java(aggregate.aggregateFunction().defaultResult().map(literal -> literal));
        return none.<Expression>map(literal -> new If(new IsNull(found), literal, value))
                .orElse(value);
    }
}
