package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
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

    Found inCondition(Expression condition) {
        Found found = new Found();
        collect(condition, Sense.POSITIVE, found);
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
    final class Found {
        private final List<Expression> tags = new ArrayList<>();
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

        Expression unionWith(Expression own) {
            Expression all = own;
            for (Expression tag : tags) {
                all = rewriter.sets().union(all, tag);
            }
            return all;
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
            match(rows, equal(in, Nodes.output(in.query().plan())), in.query().outerAttrs(), sense, found);
        } else if (expression instanceof Exists exists) {
            match(rewriter.rewrite(exists.plan()), Option.empty(), exists.outerAttrs(), sense, found);
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
            Option<Expression> condition,
            scala.collection.immutable.Seq<Expression> outer,
            Sense sense,
            Found found) {
        if (!rows.isTagged()) {
            return;
        }
        found.facts = found.facts.and(rows.facts());
        if (sense != Sense.NEGATIVE) {
            found.tags.add(collected(rewriter.sets(), rows, condition, Seqs.java(outer)));
        }
        if (sense != Sense.POSITIVE) {
            found.opens |= rows.facts().lacksRows();
            found.facts = found.facts.lacking(rows.facts().reach());
        }
        found.decidesByValue |=
                sense == Sense.VALUE || (condition.isDefined() && rows.facts().isVolatile(condition.get()));
    }

    private void value(ScalarSubquery scalar, Found found) {
        Tagged row = rewriter.rewrite(scalar.plan());
        Attribute tag = row.tag();
        if (tag == null) {
            return;
        }
        found.facts = found.facts.and(row.facts()).lacking(row.facts().reach());
        found.opens |= row.facts().lacksRows();
        found.decidesByValue = true;
        found.tags.add(Nodes.scalarSubquery(
                Nodes.project(List.of(tag), row.plan()), Seqs.<Expression>java(scalar.outerAttrs())));
    }

    /** {@code values IN (columns)} as a condition inside the subquery. */
    private static Option<Expression> equal(InSubquery in, List<Attribute> columns) {
        Expression condition = null;
        List<Expression> values = Seqs.java(in.values());
        for (int i = 0; i < values.size(); i++) {
            Expression same = new EqualTo(outerReferences(values.get(i), null), columns.get(i));
            condition = condition == null ? same : new And(condition, same);
        }
        return Option.apply(condition);
    }

    /** The union of the tags of all {@code rows} that a semi join's condition matches. */
    static Expression collectedMatches(
            TagExpressions sets, Tagged rows, Option<Expression> condition, List<Attribute> outer) {
        Set<ExprId> ids = new HashSet<>();
        outer.forEach(attribute -> ids.add(attribute.exprId()));
        Option<Expression> inside =
                condition.isDefined() ? Option.apply(outerReferences(condition.get(), ids)) : Option.empty();
        return collected(sets, rows, inside, List.of());
    }

    private static Expression collected(
            TagExpressions sets, Tagged rows, Option<Expression> condition, List<Expression> outer) {
        LogicalPlan matching =
                condition.isDefined() ? new Filter(condition.get(), rows.plan()) : rows.plan();
        Alias all = Nodes.alias(sets.collected(rows.set()), TagRewriter.TAG_NAME);
        Set<Expression> outerAttributes = new LinkedHashSet<>(outer);
        if (condition.isDefined()) {
            Walk.each(condition.get(), e -> {
                if (e instanceof OuterReference reference) {
                    outerAttributes.add((Expression) reference.e());
                }
            });
        }
        return Nodes.scalarSubquery(
                Nodes.aggregate(List.of(), List.of(all), matching), List.copyOf(outerAttributes));
    }

    /** Columns of the outer query, seen from inside; {@code ids} null: all columns. */
    private static Expression outerReferences(Expression expression, @org.jspecify.annotations.Nullable Set<ExprId> ids) {
        return Walk.up(
                expression,
                e -> e instanceof Attribute attribute && (ids == null || ids.contains(attribute.exprId()))
                        ? new OuterReference(attribute)
                        : e);
    }
}
