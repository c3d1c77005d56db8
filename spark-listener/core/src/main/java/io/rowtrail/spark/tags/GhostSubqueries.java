package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.Option;

/**
 * What the answer of a subquery, or of a half join, depends on: fetched by one more scalar subquery beside it, over its rows
 * with ghosts; the original's meaning is never touched.
 */
final class GhostSubqueries {
    private final AbsenceRewriter rewriter;
    private final TagExpressions sets;

    GhostSubqueries(AbsenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.sets = rewriter.sets();
    }

    /**
     * What the subqueries in some expressions contribute, row by row.
     *
     * @param plan the rows with more columns, which the two sets look at
     * @param tags what a row that was let through takes over
     * @param absence without one of these or of {@code tags} the answers could be others
     */
    record Answer(LogicalPlan plan, Expression tags, Expression absence, boolean any, boolean unsupported) {}

    boolean isUnsupported(Expression expression) {
        return found(expression).stream()
                .anyMatch(e -> !(e instanceof InSubquery || e instanceof Exists || e instanceof ScalarSubquery));
    }

    /** {@code kept}: the expressions are conditions, and only where they are true a row is kept. */
    Answer answer(Annotated rows, List<Expression> expressions, boolean kept) {
        if (expressions.stream().anyMatch(this::isUnsupported)) {
            return new Answer(rows.plan(), TagExpressions.empty(), TagExpressions.empty(), true, true);
        }
        List<NamedExpression> columns = new ArrayList<>(Nodes.output(rows.plan()));
        int own = columns.size();
        Expression tags = TagExpressions.empty();
        Expression absence = TagExpressions.empty();
        for (Expression expression : expressions) {
            for (Expression subquery : found(expression)) {
                Match match = of(subquery, kept && subquery == expression, columns);
                tags = sets.union(tags, match.tags);
                absence = sets.union(absence, new If(match.any, match.absence, match.possible));
            }
        }
        boolean any = columns.size() > own;
        return new Answer(any ? fetching(rows, columns) : rows.plan(), tags, absence, any, false);
    }

    /**
     * {@code rows} with {@code columns} that fetch what subqueries see. Spark's optimiser pushes such a projection below a
     * union when it is deterministic, and fails on its correlated subqueries; so over a union it says that it is not.
     */
    LogicalPlan fetching(Annotated rows, List<NamedExpression> columns) {
        if (!isUnion(rows.plan())) {
            return Nodes.project(columns, rows.plan());
        }
        List<NamedExpression> held = new ArrayList<>();
        for (NamedExpression column : columns) {
            boolean isLive = column.exprId().equals(rows.live().exprId());
            held.add(isLive ? Nodes.aliasLike(TagExpressions.held(rows.live()), rows.live()) : column);
        }
        return Nodes.project(held, rows.plan());
    }

    /** Whether {@link #fetching} had to hold something somewhere in {@code plan}. */
    static boolean fetchesOverUnion(LogicalPlan plan) {
        boolean[] found = {false};
        Walk.each(plan, node -> found[0] |= isUnion(node)
                && Nodes.expressions(node).stream().anyMatch(column -> Walk.contains(column, TagExpressions::isHeld)));
        return found[0];
    }

    private static boolean isUnion(LogicalPlan plan) {
        boolean through = plan instanceof Project || plan instanceof Filter || plan instanceof SubqueryAlias;
        return plan instanceof Union || (through && isUnion(Nodes.children(plan).get(0)));
    }

    private static List<Expression> found(Expression expression) {
        if (expression instanceof PlanExpression<?> || expression instanceof InSubquery) {
            return List.of(expression);
        }
        List<Expression> found = new ArrayList<>();
        Seqs.<Expression>java(expression.children()).forEach(child -> found.addAll(found(child)));
        return found;
    }

    private Match of(Expression subquery, boolean onlyWhereTrue, List<NamedExpression> columns) {
        if (subquery instanceof InSubquery in) {
            return in(in, onlyWhereTrue, columns);
        } else if (subquery instanceof Exists exists) {
            return match(rewriter.rewrite(exists.plan()), List.of(), Seqs.java(exists.outerAttrs()), columns);
        }
        ScalarSubquery scalar = (ScalarSubquery) subquery;
        Annotated row = rewriter.rewrite(scalar.plan());
        Attribute fetched = fetched(
                List.of(sets.collectedWhere(row.live(), row.tags()), sets.collected(row.absence())),
                row.plan(),
                Seqs.java(scalar.outerAttrs()),
                columns);
        Expression absence = sets.union(field(fetched, 1), row.beyond());
        return new Match(Conditions.ALWAYS, field(fetched, 0), absence, absence);
    }

    /**
     * What a search for matches depends on, for one row that searches.
     *
     * @param any whether there is a live match
     * @param tags of the live matches
     * @param absence of the live matches
     * @param possible where there is no match: without none of these there could be one
     */
    record Match(Expression any, Expression tags, Expression absence, Expression possible) {
        /** What must be met so that there is a match where there was none, or none where there was one. */
        Expression turns(TagExpressions sets) {
            return new If(any, sets.union(tags, absence), possible);
        }
    }

    /**
     * Searches {@code inner} for rows for which all {@code parts} hold; adds to {@code columns} what the result looks at.
     *
     * @param parts with the searching row's columns as outer references
     * @param outer the columns that the inner plan itself looks at outside
     */
    Match match(Annotated inner, List<Expression> parts, List<Expression> outer, List<NamedExpression> columns) {
        List<Expression> fixed = parts.stream().filter(part -> !inner.isVolatile(part)).toList();
        LogicalPlan near = Conditions.filtered(inner.plan(), fixed);
        Set<Expression> outside = new LinkedHashSet<>(outer);
        outside.addAll(Conditions.outside(parts));
        List<Expression> matches = new ArrayList<>(List.of(
                new Max(inner.live()).toAggregateExpression(),
                sets.collectedWhere(inner.live(), inner.tags()),
                sets.collectedWhere(inner.live(), inner.absence())));
        Expression weights = sets.collected(inner.weight(sets));
        Attribute found;
        Expression possible;
        if (fixed.size() == parts.size()) {
            matches.add(weights);
            found = fetched(matches, near, List.copyOf(outside), columns);
            possible = field(found, 3);
        } else {
            List<Expression> now = new ArrayList<>(List.of(inner.live()));
            now.addAll(parts);
            found = fetched(matches, Conditions.filtered(inner.plan(), now), List.copyOf(outside), columns);
            Set<Expression> nearby = new LinkedHashSet<>(outer);
            nearby.addAll(Conditions.outside(fixed));
            possible = field(fetched(List.of(weights), near, List.copyOf(nearby), columns), 0);
        }
        Expression any = new Coalesce(Seqs.of(List.of(field(found, 0), Conditions.NEVER)));
        return new Match(any, field(found, 1), field(found, 2), sets.union(possible, inner.beyond()));
    }

    private Match in(InSubquery in, boolean onlyWhereTrue, List<NamedExpression> columns) {
        Annotated inner = rewriter.rewrite(in.query().plan());
        List<Attribute> theirs = Nodes.output(in.query().plan());
        List<Expression> mine = Seqs.java(in.values());
        List<Expression> outer = Seqs.java(in.query().outerAttrs());
        Expression mineIsNull = Conditions.NEVER;
        Expression theirsIsNull = Conditions.NEVER;
        for (int i = 0; i < mine.size(); i++) {
            mineIsNull = new Or(mineIsNull, new IsNull(mine.get(i)));
            theirsIsNull = new Or(theirsIsNull, new IsNull(theirs.get(i)));
        }
        Match match = match(inner, Conditions.fromInside(in), outer, columns);
        boolean nulls = mine.stream().anyMatch(Expression::nullable)
                || theirs.stream().anyMatch(Attribute::nullable);
        if (onlyWhereTrue || !nulls) {
            return match;
        }
        // Compared with a null the answer is null: each such row decides.
        Expression weight = inner.weight(sets);
        Attribute unsure = fetched(
                List.of(sets.collected(weight), sets.collectedWhere(theirsIsNull, weight)), inner.plan(), outer, columns);
        Expression possible =
                new If(mineIsNull, field(unsure, 0), sets.union(match.possible, field(unsure, 1)));
        return new Match(match.any, match.tags, match.absence, sets.union(possible, inner.beyond()));
    }

    /** One more column: the {@code values} over all rows of {@code plan}, as a struct. */
    private static Attribute fetched(
            List<Expression> values, LogicalPlan plan, List<Expression> outer, List<NamedExpression> columns) {
        Alias struct = Nodes.alias(CreateStruct$.MODULE$.apply(Seqs.of(values)), "_rt_fetched");
        Alias column = Nodes.alias(
                Nodes.scalarSubquery(Nodes.aggregate(List.of(), List.of(struct), plan), outer), "_rt_fetched");
        columns.add(column);
        return column.toAttribute();
    }

    private static Expression field(Attribute struct, int index) {
        return new GetStructField(struct, index, Option.empty());
    }
}
