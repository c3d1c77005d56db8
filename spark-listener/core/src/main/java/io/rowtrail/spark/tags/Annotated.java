package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * An operator rewritten with ghosts: the original's columns, same ids and order, and then three more, none of them null.
 *
 * <p>Whatever set S of transactions is taken away:
 *
 * <ul>
 *   <li>a live row is still there, as it is, unless S meets its tags or its absence;
 *   <li>each row that is there then is a live row that S does not meet, or it is stood for by a row that S meets (a live one in
 *       its tags or absence, a ghost in its absence) and that equals it in all columns but the volatile ones; unless S
 *       meets {@code beyond}.
 * </ul>
 *
 * @param volatiles columns whose value other rows decide: a row that S meets may have any value there
 * @param beyond a set, the same for all rows: without one of these there may be rows that no row here stands for
 * @param splits whether one row may stand for several
 */
record Annotated(
        LogicalPlan plan,
        Attribute tags,
        Attribute absence,
        Attribute live,
        Set<ExprId> volatiles,
        Expression beyond,
        boolean splits) {
    static final String ABSENCE_NAME = "_rt_absence";
    static final String LIVE_NAME = "_rt_live";

    Annotated {
        volatiles = Set.copyOf(volatiles);
    }

    /** What one row carries. */
    record Mark(Expression tags, Expression absence, Expression live) {}

    /** Rows of which nothing is known to be missing. */
    static Annotated of(List<? extends NamedExpression> columns, Mark mark, LogicalPlan plan) {
        Alias tags = Nodes.alias(mark.tags, TagRewriter.TAG_NAME);
        Alias absence = Nodes.alias(mark.absence, ABSENCE_NAME);
        Alias live = Nodes.alias(mark.live, LIVE_NAME);
        List<NamedExpression> all = new ArrayList<>(columns);
        all.addAll(List.of(tags, absence, live));
        return new Annotated(
                Nodes.project(all, plan),
                tags.toAttribute(),
                absence.toAttribute(),
                live.toAttribute(),
                Set.of(),
                TagExpressions.empty(),
                false);
    }

    /** {@code columns} of {@code plan}, each row marked; what is known of all rows stays. */
    Annotated marked(List<? extends NamedExpression> columns, Mark mark, LogicalPlan plan) {
        return of(columns, mark, plan).knownAs(this);
    }

    /** The same rows of a plan that has passed the three columns on. */
    Annotated over(LogicalPlan other) {
        return new Annotated(
                other,
                Nodes.inOutput(other, tags.exprId()),
                Nodes.inOutput(other, absence.exprId()),
                Nodes.inOutput(other, live.exprId()),
                volatiles,
                beyond,
                splits);
    }

    private Annotated knownAs(Annotated other) {
        return new Annotated(plan, tags, absence, live, other.volatiles, other.beyond, other.splits);
    }

    Annotated volatileIn(Collection<? extends Attribute> columns) {
        Set<ExprId> more = new HashSet<>(volatiles);
        columns.forEach(column -> more.add(column.exprId()));
        return new Annotated(plan, tags, absence, live, more, beyond, splits);
    }

    Annotated beyond(Expression set) {
        return new Annotated(plan, tags, absence, live, volatiles, set, splits);
    }

    Annotated splitting() {
        return new Annotated(plan, tags, absence, live, volatiles, beyond, true);
    }

    /** What is known of these and of {@code other}'s rows together. */
    Annotated and(Annotated other, TagExpressions sets) {
        Set<ExprId> both = new HashSet<>(volatiles);
        both.addAll(other.volatiles);
        return new Annotated(
                plan, tags, absence, live, both, sets.union(beyond, other.beyond), splits || other.splits);
    }

    boolean isVolatile(Expression expression) {
        return Walk.contains(expression, e -> e instanceof Attribute a && volatiles.contains(a.exprId()));
    }

    boolean anyVolatile(Collection<? extends Expression> expressions) {
        return expressions.stream().anyMatch(this::isVolatile);
    }

    Mark mark() {
        return new Mark(tags, absence, live);
    }

    /** What must be met so that the row changes: it goes, takes other values, or, a ghost, comes. */
    Expression weight(TagExpressions sets) {
        return new If(live, sets.union(tags, absence), absence);
    }

    /** The columns without the three. */
    List<Attribute> columns() {
        List<Attribute> all = Nodes.output(plan);
        return all.stream()
                .filter(column -> !Nodes.sameId(column, tags)
                        && !Nodes.sameId(column, absence)
                        && !Nodes.sameId(column, live))
                .toList();
    }
}
