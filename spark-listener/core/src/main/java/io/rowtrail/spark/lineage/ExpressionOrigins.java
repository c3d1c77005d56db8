package io.rowtrail.spark.lineage;

import io.rowtrail.spark.plan.CommonExpressions;
import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.RankLike;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Tuple2;

/** The origins of an expression's value: which columns flow into it, and which only decide it. */
final class ExpressionOrigins {
    /** What cannot be read back from the result. */
    private static final Set<String> MASKING = Set.of(
            "Crc32", "HiveHash", "Md5", "Murmur3Hash", "Sha1", "Sha2", "XxHash64", "Mask", "Empty2Null");

    private final Map<ExprId, Set<Origin>> known;
    private final Function<LogicalPlan, Set<Origin>> subqueries;

    /**
     * @param known the origins of the columns below
     * @param subqueries the origins of a subquery's value
     */
    ExpressionOrigins(Map<ExprId, Set<Origin>> known, Function<LogicalPlan, Set<Origin>> subqueries) {
        this.known = known;
        this.subqueries = subqueries;
    }

    /** The origins of {@code expression}, each followed by {@code step}. */
    Set<Origin> of(Expression expression, Step step) {
        Set<Origin> found = new TreeSet<>();
        collect(expression, step, found);
        return found;
    }

    private void collect(Expression expression, Step step, Set<Origin> found) {
        if (expression instanceof Attribute attribute) {
            known.getOrDefault(attribute.exprId(), Set.of()).forEach(origin -> found.add(origin.then(step)));
        } else if (expression instanceof Alias || expression instanceof SortOrder) {
            collect(Seqs.<Expression>java(expression.children()).get(0), step, found);
        } else if (expression instanceof OuterReference reference) {
            collect((Expression) reference.e(), step, found);
        } else if (expression instanceof RuntimeReplaceable replaceable) {
            collect(replaceable.replacement(), masked(expression, step), found);
        } else if (expression instanceof CaseWhen when) {
            for (Tuple2<Expression, Expression> branch : Seqs.<Tuple2<Expression, Expression>>java(when.branches())) {
                condition(branch._1(), step, found);
                collect(branch._2(), step.then(Step.TRANSFORMATION), found);
            }
            Seqs.java(when.elseValue()).ifPresent(other -> collect(other, step.then(Step.TRANSFORMATION), found));
        } else if (expression instanceof If choice) {
            condition(choice.predicate(), step, found);
            collect(choice.trueValue(), step.then(Step.TRANSFORMATION), found);
            collect(choice.falseValue(), step.then(Step.TRANSFORMATION), found);
        } else if (expression instanceof Coalesce) {
            for (Expression child : children(expression)) {
                condition(child, step, found);
                collect(child, step.then(Step.TRANSFORMATION), found);
            }
        } else if (expression instanceof WindowExpression window) {
            window(window, step, found);
        } else if (expression instanceof AggregateExpression aggregate) {
            boolean counts = aggregate.aggregateFunction() instanceof Count;
            Step aggregation = step.then(new Step(Step.Subtype.AGGREGATION, counts));
            children(aggregate.aggregateFunction()).forEach(child -> collect(child, aggregation, found));
            Seqs.java(aggregate.filter()).ifPresent(filter -> condition(filter, step, found));
        } else if (CommonExpressions.isWith(expression)) {
            collect(CommonExpressions.inPlace(expression), step, found);
        } else if (expression instanceof PlanExpression<?> subquery) {
            subquery(subquery, step, found);
        } else {
            Step next = masked(expression, step.then(Step.TRANSFORMATION));
            children(expression).forEach(child -> collect(child, next, found));
        }
    }

    private static List<Expression> children(Expression expression) {
        return Seqs.java(expression.children());
    }

    private static Step masked(Expression expression, Step step) {
        return MASKING.contains(expression.getClass().getSimpleName()) ? new Step(step.subtype(), true) : step;
    }

    private void condition(Expression condition, Step step, Set<Origin> found) {
        collect(condition, Step.of(Step.Subtype.CONDITIONAL).then(step), found);
    }

    private void window(WindowExpression window, Step step, Set<Origin> found) {
        // The ranks' own arguments are the window's order once more.
        if (!(window.windowFunction() instanceof RankLike)) {
            collect(window.windowFunction(), step.then(Step.TRANSFORMATION), found);
        }
        Step context = Step.of(Step.Subtype.WINDOW).then(step);
        Seqs.<Expression>java(window.windowSpec().partitionSpec())
                .forEach(key -> collect(key, context, found));
        Seqs.<Expression>java(window.windowSpec().orderSpec()).forEach(key -> collect(key, context, found));
    }

    private void subquery(PlanExpression<?> subquery, Step step, Set<Origin> found) {
        children(subquery).forEach(child -> collect(child, step.then(Step.TRANSFORMATION), found));
        if (subquery.plan() instanceof LogicalPlan plan) {
            subqueries.apply(plan).forEach(origin -> found.add(origin.then(step)));
        }
    }
}
