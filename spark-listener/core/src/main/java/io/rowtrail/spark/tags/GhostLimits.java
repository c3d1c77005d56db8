package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
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
        Attribute at = number.toAttribute();
        LogicalPlan numbered = Nodes.window(List.of(number), List.of(child.live()), order, child.plan());

        boolean skips = plan instanceof Offset;
        Expression first = new LessThanOrEqual(
                at, skips ? ((Offset) plan).offsetExpr() : ((GlobalLimit) plan).limitExpr());
        Expression kept = new And(child.live(), skips ? new Not(first) : first);
        Alias tagsBefore = Nodes.alias(
                Nodes.upToPeers(sets.collectedWhere(child.live(), child.tags()), order), "_rt_tags_before");
        Alias before = Nodes.alias(
                Nodes.upToPeers(
                        skips ? sets.collected(child.absence()) : sets.collectedWhere(new Not(child.live()), weight), order),
                "_rt_before");
        LogicalPlan counted = Nodes.window(List.of(tagsBefore, before), List.of(), order, numbered);
        // All that might be sorted otherwise; of rows behind a limit, one of those within must go before they come.
        Expression whole = moving || skips ? sets.collected(weight) : sets.collectedWhere(kept, weight);
        Alias others = Nodes.alias(Nodes.overPartition(whole, List.of(), List.of()), "_rt_others");
        counted = Nodes.window(List.of(others), List.of(), List.of(), counted);

        Expression pushing = moving ? others.toAttribute() : before.toAttribute();
        Expression stays = sets.union(child.absence(), sets.union(pushing, child.beyond()));
        Expression tags = skips ? tagsBefore.toAttribute() : child.tags();
        Annotated.Mark mark = new Annotated.Mark(
                new If(child.live(), tags, child.tags()),
                new If(child.live(), new If(kept, stays, others.toAttribute()), child.absence()),
                kept);
        return GhostRows.possible(child.marked(output, mark, counted));
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
