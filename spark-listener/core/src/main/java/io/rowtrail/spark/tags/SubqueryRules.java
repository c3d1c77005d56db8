package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;

/**
 * Subqueries in conditions and values: the tags they contribute are fetched by one more scalar subquery beside the
 * original, so the original's meaning is never touched.
 */
final class SubqueryRules {
    private final TagRewriter rewriter;

    SubqueryRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    static boolean contains(Expression expression) {
        return Walk.contains(expression, e -> e instanceof PlanExpression<?>);
    }

    Found inValues(List<NamedExpression> columns) {
        Found found = new Found();
        columns.forEach(column -> collect((Expression) column, Sense.VALUE, found));
        return found;
    }

    Found inConditions(List<Expression> parts) {
        Found found = new Found();
        parts.forEach(part -> collect(part, Sense.POSITIVE, found));
        return found;
    }

    /** How a subquery's answer is used. */
    private enum Sense {
        /** Rows are kept where it matches. */
        POSITIVE,
        /** Rows are kept where it does not. */
        NEGATIVE,
        /** Its value matters in some other way. */
        VALUE;

        private Sense negated() {
            return switch (this) {
                case POSITIVE -> NEGATIVE;
                case NEGATIVE -> POSITIVE;
                case VALUE -> VALUE;
            };
        }
    }

    /** What the subqueries of one operator contribute. */
    static final class Found {
        private final List<Expression> tags = new ArrayList<>();
        private final Map<ExprId, Alias> structs = new LinkedHashMap<>();
        private final Map<ExprId, Expression> values = new HashMap<>();
        private final List<UnaryOperator<Tagged>> joins = new ArrayList<>();
        private Facts facts = Facts.NONE;
        private boolean opens;
        private boolean decidesByValue;
        private boolean unsupported;

        boolean isTagged() {
            return !tags.isEmpty() || !facts.reach().isNone();
        }

        /** Whether each row becomes open. */
        boolean opens() {
            return opens;
        }

        /** Whether rows are kept by a value that other rows decide. */
        boolean decidesByValue() {
            return decidesByValue;
        }

        boolean unsupported() {
            return unsupported;
        }

        Facts facts() {
            return facts;
        }

        /** A part each, over {@link #before}. */
        List<Expression> tags() {
            return tags;
        }

        /**
         * {@code rows}, to which the scalar subqueries' values and tags are added, so that each runs once. To be called before
         * {@link #over}.
         */
        Tagged before(Tagged rows) {
            Tagged all = rows;
            for (UnaryOperator<Tagged> join : joins) {
                all = join.apply(all);
            }
            if (structs.isEmpty()) {
                return all;
            }
            List<NamedExpression> columns = new ArrayList<>(Nodes.output(all.plan()));
            columns.addAll(structs.values());
            return all.over(Nodes.project(columns, all.plan()));
        }

        /** {@code expression} over {@link #before}. */
        Expression over(Expression expression) {
            return Walk.up(
                    expression,
                    e -> e instanceof ScalarSubquery scalar && values.containsKey(scalar.exprId())
                            ? values.get(scalar.exprId())
                            : e);
        }
    }

    private void collect(Expression expression, Sense sense, Found found) {
        if (!contains(expression)) {
            return;
        }
        if (expression instanceof Not) {
            children(expression).forEach(child -> collect(child, sense.negated(), found));
        } else if (expression instanceof And && sense == Sense.POSITIVE) {
            children(expression).forEach(child -> collect(child, sense, found));
        } else if (expression instanceof InSubquery in) {
            Tagged rows = rewriter.rewrite(in.query().plan());
            match(rows, Conditions.fromInside(in), Seqs.java(in.query().outerAttrs()), sense, found);
        } else if (expression instanceof Exists exists) {
            match(rewriter.rewrite(exists.plan()), List.of(), Seqs.java(exists.outerAttrs()), sense, found);
        } else if (expression instanceof ScalarSubquery scalar) {
            value(scalar, found);
        } else if (expression instanceof PlanExpression<?>) {
            found.unsupported = true;
        } else {
            children(expression).forEach(child -> collect(child, Sense.VALUE, found));
        }
    }

    private static List<Expression> children(Expression expression) {
        return Seqs.java(expression.children());
    }

    private void match(
            Tagged rows,
            List<Expression> parts,
            List<Expression> outer,
            Sense sense,
            Found found) {
        if (!rows.isTagged()) {
            return;
        }
        found.facts = found.facts.and(rows.facts());
        if (sense != Sense.NEGATIVE) {
            Optional<Expression> reached = rewriter.sets().reached(rows);
            found.tags.add(reached.orElseGet(() -> collected(rewriter.sets(), rows, parts, outer)));
            found.opens |= rows.open() && (reached.isPresent() && sense == Sense.POSITIVE);
            found.facts = found.facts.toldIf(rows.open());
        }
        if (sense != Sense.POSITIVE) {
            found.opens |= rows.facts().lacksRows();
            found.facts = found.facts.lacking(rows.facts().reach());
        }
        found.decidesByValue |= sense == Sense.VALUE || rows.facts().anyVolatile(parts);
    }

    private void value(ScalarSubquery scalar, Found found) {
        Optional<ScalarJoins.Value> value = ScalarJoins.of(scalar);
        if (value.isPresent()) {
            Tagged rows = rewriter.rewrite(value.get().match().rows());
            if (rows.isTagged()) {
                Facts facts = rows.facts().anyVolatile(value.get().match().keys())
                        ? rows.facts().keptOut()
                        : rows.facts();
                decided(found, facts);
                Optional<Expression> reached = rewriter.sets().reached(rows);
                if (reached.isPresent()) {
                    found.tags.add(reached.get());
                    return;
                }
                found.joins.add(before -> {
                    ScalarJoins.Joined joined = new ScalarJoins(rewriter).joined(before, value.get(), rows);
                    found.values.put(scalar.exprId(), joined.value());
                    return joined.rows();
                });
            }
            return;
        }
        Tagged rows = rewriter.rewrite(scalar.plan());
        if (!rows.isTagged()) {
            return;
        }
        Optional<Expression> reached = rewriter.sets().reached(rows);
        if (reached.isPresent()) {
            decided(found, rows.facts());
            found.tags.add(reached.get());
            return;
        }
        Tagged row = rows.single(Nodes.output(scalar.plan()), rewriter.sets());
        decided(found, row.facts());
        List<Expression> outer = Seqs.java(scalar.outerAttrs());
        if (!outer.isEmpty()) {
            found.tags.add(Nodes.scalarSubquery(Nodes.project(row.parts(), row.plan()), outer));
            return;
        }
        Expression both = CreateStruct$.MODULE$.apply(
                Seqs.of(List.<Expression>of(Nodes.output(scalar.plan()).get(0), row.parts().get(0))));
        Alias struct = Nodes.alias(
                Nodes.scalarSubquery(
                        Nodes.project(List.of(Nodes.alias(both, "_rt_both")), row.plan()), List.of()),
                "_rt_value");
        found.structs.put(scalar.exprId(), struct);
        found.values.put(scalar.exprId(), new GetStructField(struct.toAttribute(), 0, Option.empty()));
        found.tags.add(new GetStructField(struct.toAttribute(), 1, Option.empty()));
    }

    /** A value that other rows decide decides here. */
    private static void decided(Found found, Facts facts) {
        found.facts = found.facts.and(facts).lacking(facts.reach());
        found.opens |= facts.lacksRows();
        found.decidesByValue = true;
    }

    /** The union of the tags of all {@code rows} that a semi join's condition matches. */
    static Expression collectedMatches(
            TagExpressions sets, Tagged rows, Option<Expression> condition, List<Attribute> outer) {
        List<Expression> parts = condition.isDefined()
                ? List.of(Conditions.fromInside(condition.get(), outer))
                : List.of();
        return collected(sets, rows, parts, List.of());
    }

    private static Expression collected(
            TagExpressions sets, Tagged rows, List<Expression> parts, List<Expression> outer) {
        LogicalPlan matching = Conditions.filtered(rows.plan(), parts);
        Alias all = Nodes.alias(sets.collected(rows), TagRewriter.TAG_NAME);
        Set<Expression> outside = new LinkedHashSet<>(outer);
        outside.addAll(Conditions.outside(parts));
        return Nodes.scalarSubquery(Nodes.aggregate(List.of(), List.of(all), matching), List.copyOf(outside));
    }
}
