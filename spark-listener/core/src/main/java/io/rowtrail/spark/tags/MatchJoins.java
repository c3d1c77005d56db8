package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.current.ResolveCurrent;
import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * IN, EXISTS and semi joins by equal columns: an inner join with the matching side grouped by these columns, which filters and
 * brings all matches' tags at once. Each row has at most one such group, so it stays one row.
 */
final class MatchJoins {
    private final TagRewriter rewriter;

    MatchJoins(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    /**
     * The side of a match.
     *
     * @param rows the plan, as the job has it, that is looked into
     * @param columns of the row that looks, and {@code keys} of {@code rows} that must equal them, place by place
     * @param others what else must hold, the row that looks seen as an outer one
     */
    record Match(
            LogicalPlan rows, List<Expression> columns, List<Expression> keys, List<Expression> others) {}

    /** What {@code condition} asks for; empty when it is more than equal columns. */
    private static Optional<Match> of(Expression condition) {
        if (condition instanceof InSubquery in) {
            List<Expression> outer = Seqs.java(in.query().outerAttrs());
            List<Expression> columns = Seqs.java(in.values());
            return outer.isEmpty() && columns.stream().noneMatch(SubqueryRules::contains)
                    ? grouped(in.query().plan(), columns, Nodes.output(in.query().plan()), List.of())
                    : Optional.empty();
        }
        return condition instanceof Exists exists ? correlated(filterOf(exists.plan())) : Optional.empty();
    }

    /** What {@code condition} over the rows of {@code looking} asks for, if it can be joined. */
    static Optional<Match> of(Expression condition, LogicalPlan looking) {
        return of(condition).filter(match -> match.others().isEmpty() || isRepeatable(looking));
    }

    /**
     * Whether {@code plan} yields the same rows when it runs twice in one query, which {@link #byRows} makes of it. Sources are
     * those that read one snapshot.
     */
    private static boolean isRepeatable(LogicalPlan plan) {
        boolean here = plan instanceof Project
                || plan instanceof Filter
                || plan instanceof Join
                || plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof CurrentState
                || plan instanceof LocalRelation
                || (plan instanceof DataSourceV2Relation relation
                        && (TagColumn.read(relation).isPresent()
                                || ResolveCurrent.describe(relation).isPresent()));
        return here
                && plan.expressions().forall(Expression::deterministic)
                && (plan instanceof CurrentState
                        || Nodes.children(plan).stream().allMatch(MatchJoins::isRepeatable));
    }

    /** What a semi join with this condition asks for. */
    static Optional<Match> of(LogicalPlan right, Expression condition) {
        List<Expression> columns = new ArrayList<>();
        List<Expression> keys = new ArrayList<>();
        for (Expression part : Conditions.parts(condition)) {
            if (!(part instanceof EqualTo equal)) {
                return Optional.empty();
            }
            boolean turned = isOf(equal.left(), right);
            columns.add(turned ? equal.right() : equal.left());
            keys.add(turned ? equal.left() : equal.right());
        }
        boolean apart = keys.stream().allMatch(key -> isOf(key, right))
                && columns.stream().noneMatch(column -> right.outputSet()
                        .intersect(column.references())
                        .nonEmpty());
        return apart ? grouped(right, columns, keys, List.of()) : Optional.empty();
    }

    private static boolean isOf(Expression expression, LogicalPlan plan) {
        AttributeSet references = expression.references();
        return references.nonEmpty() && references.subsetOf(plan.outputSet());
    }

    /** Which columns EXISTS selects does not matter. */
    private static LogicalPlan filterOf(LogicalPlan plan) {
        return plan instanceof Project || plan instanceof SubqueryAlias
                ? filterOf(Nodes.children(plan).get(0))
                : plan;
    }

    /** What a filter inside a subquery asks of the row outside. */
    static Optional<Match> correlated(LogicalPlan plan) {
        if (!(plan instanceof Filter filter) || Conditions.looksOut(filter.child())) {
            return Optional.empty();
        }
        List<Expression> local = new ArrayList<>();
        List<Expression> columns = new ArrayList<>();
        List<Expression> keys = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (Expression part : Conditions.parts(filter.condition())) {
            if (!Conditions.looksOut(part)) {
                local.add(part);
            } else if (part instanceof EqualTo equal && isOutside(equal.left()) && !Conditions.looksOut(equal.right())) {
                columns.add(seenOutside(equal.left()));
                keys.add(equal.right());
            } else if (part instanceof EqualTo equal && isOutside(equal.right()) && !Conditions.looksOut(equal.left())) {
                columns.add(seenOutside(equal.right()));
                keys.add(equal.left());
            } else {
                others.add(part);
            }
        }
        boolean simple = !keys.isEmpty() && others.stream().noneMatch(SubqueryRules::contains);
        return simple
                ? grouped(Conditions.filtered(filter.child(), local), columns, keys, others)
                : Optional.empty();
    }

    /** Whether only columns of the outer query are in it. */
    private static boolean isOutside(Expression expression) {
        return !SubqueryRules.contains(expression) && !Walk.contains(expression, e -> e instanceof Attribute);
    }

    private static Expression seenOutside(Expression expression) {
        return Walk.up(expression, e -> e instanceof OuterReference reference ? (Expression) reference.e() : e);
    }

    private static Optional<Match> grouped(
            LogicalPlan rows,
            List<Expression> columns,
            List<? extends Expression> keys,
            List<Expression> others) {
        boolean plain = keys.stream().allMatch(key -> isPlain(key.dataType()) && key.deterministic())
                && columns.stream().allMatch(Expression::deterministic)
                && others.stream().allMatch(Expression::deterministic)
                && Conditions.outside(others).stream().allMatch(column -> isPlain(column.dataType()));
        return plain ? Optional.of(new Match(rows, columns, List.copyOf(keys), others)) : Optional.empty();
    }

    /** Whether groups of such values are their equals, as a comparison finds them. */
    private static boolean isPlain(DataType type) {
        return !(type instanceof ArrayType || type instanceof MapType || type instanceof StructType);
    }

    /** {@code left}'s rows that have a match in {@code right}, the rewritten rows of {@code match}; its tags are one part more. */
    Tagged joined(Tagged left, Match match, Tagged right, JoinHint hint) {
        Facts facts = left.facts().and(right.facts().toldIf(right.open()));
        return decided(
                left,
                match,
                right,
                match.others().isEmpty()
                        ? KeyGroups.of(match, right, List.of(), rewriter.sets())
                                .joined(left, Inner$.MODULE$, hint, facts)
                        : byRows(left, match, right, facts));
    }

    /** As {@link #joined}, by the job's own {@code condition}: what the matches have is known to be {@code reached}. */
    Tagged filtered(
            Tagged left, Match match, Tagged right, Expression condition, Expression reached, List<Attribute> output) {
        LogicalPlan kept = Conditions.filtered(left.plan(), List.of(condition));
        Tagged result = left.over(kept)
                .with(left.facts().and(right.facts()))
                .and(output, List.of(reached))
                .openedIf(right.open());
        return decided(left, match, right, result);
    }

    private Tagged decided(Tagged left, Match match, Tagged right, Tagged result) {
        boolean byVolatile = right.facts().anyVolatile(match.keys())
                || right.facts().anyVolatile(match.others())
                || left.facts().anyVolatile(match.columns())
                || left.facts().anyVolatile(Conditions.outside(match.others()));
        if (!byVolatile) {
            return result;
        }
        rewriter.verdict().opened("Match");
        return result.opened().with(result.facts().keptOut());
    }

    /** Matches by more than keys: those of the different values that rows look with, each set of values once. */
    private Tagged byRows(Tagged left, Match match, Tagged right, Facts facts) {
        Set<Attribute> looking = new LinkedHashSet<>();
        match.columns().forEach(column -> looking.addAll(Seqs.<Attribute>java(column.references())));
        Conditions.outside(match.others()).forEach(column -> looking.add((Attribute) column));
        Map<ExprId, Alias> copies = new LinkedHashMap<>();
        looking.forEach(column -> copies.put(column.exprId(), Nodes.alias(column, column.name())));
        LogicalPlan values = Nodes.aggregate(List.copyOf(looking), List.copyOf(copies.values()), left.plan());

        List<Expression> matching = new ArrayList<>();
        for (int i = 0; i < match.keys().size(); i++) {
            matching.add(new EqualTo(copied(match.columns().get(i), copies), match.keys().get(i)));
        }
        match.others().forEach(other -> matching.add(copied(seenOutside(other), copies)));
        List<Attribute> keys = copies.values().stream().map(Alias::toAttribute).toList();
        Alias tags = Nodes.alias(rewriter.sets().collected(right), TagRewriter.TAG_NAME);
        List<NamedExpression> columns = new ArrayList<>(keys);
        columns.add(tags);
        LogicalPlan groups = Nodes.aggregate(keys, columns, inner(values, right.plan(), matching));

        LogicalPlan join = inner(left.plan(), groups, Conditions.sameRow(List.copyOf(looking), keys));
        return Tagged.both(left, Tagged.by(tags.toAttribute(), groups, right.facts()), join, facts);
    }

    private static Expression copied(Expression expression, Map<ExprId, Alias> copies) {
        return Walk.up(
                expression,
                e -> e instanceof Attribute column && copies.containsKey(column.exprId())
                        ? copies.get(column.exprId()).toAttribute()
                        : e);
    }

    private static LogicalPlan inner(LogicalPlan left, LogicalPlan right, List<Expression> condition) {
        return new Join(
                left,
                right,
                Inner$.MODULE$,
                scala.Option.apply(Conditions.all(condition).orElseThrow()),
                JoinHint.NONE());
    }
}
