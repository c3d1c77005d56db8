package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Rank;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.types.DataTypes;

/**
 * LIMIT and OFFSET count the live rows. What would be sorted before a kept row and comes would push it out; a row behind the
 * limit comes when one before it goes.
 */
final class GhostLimits {
    private final AbsenceRewriter rewriter;
    private final TagExpressions sets;

    GhostLimits(AbsenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.sets = rewriter.sets();
    }

    /** A limit or an offset. */
    Annotated cut(LogicalPlan plan) {
        LogicalPlan sunk = sunk(plan);
        if (sunk instanceof Project) {
            return rewriter.rewrite(sunk);
        }
        LogicalPlan below = below(plan);
        Annotated child = rewriter.rewrite(below);
        Sort sort = RowRules.sortBelow(below);
        List<SortOrder> order = sort == null ? List.of() : Seqs.java(sort.order());
        boolean visible = sort != null && RowRules.isVisible(order, below);
        if (!visible) {
            rewriter.verdict().nondeterministic(plan.nodeName());
        }
        rewriter.verdict().opened(plan.nodeName());
        return counted(plan, child, visible ? order : List.of(byNothing()));
    }

    private Annotated counted(LogicalPlan plan, Annotated child, List<SortOrder> order) {
        List<Attribute> output = child.columns();
        Expression weight = child.weight(sets);
        boolean moving = child.anyVolatile(order) || child.splits();
        Alias number = Nodes.alias(Nodes.upToRow(new RowNumber(), List.of(child.live()), order), "_rt_number");
        Alias among = Nodes.alias(Nodes.upToRow(rank(order), List.of(child.live()), order), "_rt_among");
        LogicalPlan numbered = Nodes.window(List.of(number, among), List.of(child.live()), order, child.plan());

        boolean skips = plan instanceof Offset;
        Expression limit = skips ? ((Offset) plan).offsetExpr() : ((GlobalLimit) plan).limitExpr();
        Expression first = new LessThanOrEqual(number.toAttribute(), limit);
        Expression kept = new And(child.live(), skips ? new Not(first) : first);
        // All that might be sorted otherwise; of rows behind a limit, one of those within must go before they come.
        Expression whole = moving || skips ? sets.collected(weight) : sets.collectedWhere(kept, weight);
        Alias others = Nodes.alias(Nodes.overPartition(whole, List.of(), List.of()), "_rt_others");

        LogicalPlan counted = numbered;
        Expression tags = child.tags();
        Expression pushing = others.toAttribute();
        if (skips) {
            Alias tagsBefore = Nodes.alias(
                    Nodes.upToPeers(sets.collectedWhere(child.live(), child.tags()), order), "_rt_tags_before");
            Alias before = Nodes.alias(Nodes.upToPeers(sets.collected(child.absence()), order), "_rt_before");
            counted = Nodes.window(List.of(tagsBefore, before), List.of(), order, counted);
            tags = tagsBefore.toAttribute();
            pushing = moving ? pushing : before.toAttribute();
        } else if (!moving) {
            Alias rank = Nodes.alias(Nodes.upToRow(rank(order), List.of(), order), "_rt_rank");
            counted = Nodes.window(List.of(rank), List.of(), order, counted);
            List<SortOrder> slots = List.of(Nodes.ascending(slot(child, rank, among, limit)));
            Alias before = Nodes.alias(
                    Nodes.upToPeers(sets.collectedWhere(new Not(child.live()), weight), slots), "_rt_before");
            counted = Nodes.window(List.of(before), List.of(), slots, counted);
            pushing = before.toAttribute();
        }
        counted = Nodes.window(List.of(others), List.of(), List.of(), counted);

        Expression stays = sets.union(child.absence(), sets.union(pushing, child.beyond()));
        Annotated.Mark mark = new Annotated.Mark(
                new If(child.live(), tags, child.tags()),
                new If(child.live(), new If(kept, stays, others.toAttribute()), child.absence()),
                kept);
        return GhostRows.possible(child.marked(output, mark, counted));
    }

    /**
     * How many live rows are sorted before, up to the limit. All that is sorted up to a kept row has at most its number, what is behind
     * it has more: so sets of what comes before are made once a kept row, not once a row that is not there.
     */
    private static Expression slot(Annotated child, Alias rank, Alias among, Expression limit) {
        Expression ahead = new If(
                child.live(),
                new Subtract(among.toAttribute(), Literal.create(1, DataTypes.IntegerType)),
                new Subtract(rank.toAttribute(), among.toAttribute()));
        return new Least(Seqs.of(List.of(ahead, limit)));
    }

    private static Expression rank(List<SortOrder> order) {
        return new Rank(Seqs.of(order.stream().map(SortOrder::child).toList()));
    }

    private static SortOrder byNothing() {
        return Nodes.ascending(Literal.create(1, DataTypes.IntegerType));
    }

    private static LogicalPlan below(LogicalPlan plan) {
        LogicalPlan child = Nodes.children(plan).get(0);
        return child instanceof LocalLimit local ? local.child() : child;
    }

    /** Under the projections that hide what the rows are sorted by: to cut a projection's rows or to project the cut is one. */
    private static LogicalPlan sunk(LogicalPlan plan) {
        boolean cuts = plan instanceof GlobalLimit || plan instanceof LocalLimit || plan instanceof Offset;
        if (!cuts) {
            return plan;
        }
        LogicalPlan child = sunk(Nodes.children(plan).get(0));
        if (child instanceof Project project) {
            LogicalPlan cut = sunk(Nodes.withChildren(plan, List.of(project.child())));
            return Nodes.withChildren(project, List.of(cut));
        }
        return child == Nodes.children(plan).get(0) ? plan : Nodes.withChildren(plan, List.of(child));
    }
}
