package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/** Operators whose rows are rows of their child: the tags are the row's own, and those of subqueries it looked at. */
final class RowRules {
    private final TagRewriter rewriter;
    private final SubqueryRules subqueries;

    RowRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
        this.subqueries = new SubqueryRules(rewriter);
    }

    Tagged passed(LogicalPlan plan) {
        Tagged child = rewriter.rewrite(Nodes.children(plan).get(0));
        LogicalPlan rewritten = Nodes.withChildren(plan, List.of(child.plan()));
        Attribute tag = child.tag();
        if (tag == null) {
            return new Tagged(rewritten, null, child.facts());
        }
        if (plan instanceof Sample) {
            rewriter.verdict().nondeterministic(plan.nodeName());
        }
        return new Tagged(rewritten, Nodes.inOutput(rewritten, tag.exprId()), child.facts());
    }

    Tagged project(Project project) {
        Tagged child = rewriter.rewrite(project.child());
        List<NamedExpression> columns = Seqs.java(project.projectList());
        SubqueryRules.Found found = subqueries.inValues(columns);
        if (found.unsupported() && child.isTagged()) {
            return rewriter.broken(project, "a subquery that tags cannot follow");
        }
        if (!child.isTagged() && !found.isTagged()) {
            return Tagged.untagged(Nodes.withChildren(project, List.of(child.plan())));
        }
        Facts below = child.facts().and(found.facts());
        List<Attribute> decided = new ArrayList<>();
        for (NamedExpression column : columns) {
            if (below.isVolatile((Expression) column) || SubqueryRules.contains((Expression) column)) {
                decided.add(column.toAttribute());
            }
        }
        Facts facts = below.alsoVolatile(decided);
        Attribute tag = child.tag();
        if (tag != null && !found.isTagged()) {
            List<NamedExpression> all = new ArrayList<>(columns);
            all.add(tag);
            return new Tagged(Nodes.project(all, child.plan()), tag, facts);
        }
        return Tagged.of(columns, opened(found, found.unionWith(child.set()), "ScalarSubquery"), child.plan(), facts);
    }

    Tagged filter(Filter filter) {
        Tagged child = rewriter.rewrite(filter.child());
        SubqueryRules.Found found = subqueries.inCondition(filter.condition());
        LogicalPlan filtered = new Filter(filter.condition(), child.plan());
        if (found.unsupported()) {
            return rewriter.broken(filter, "a subquery that tags cannot follow");
        }
        if (!child.isTagged() && !found.isTagged()) {
            return Tagged.untagged(filtered);
        }
        List<Attribute> output = Nodes.output(filter);
        Facts facts = child.facts().and(found.facts());
        Tagged result = found.isTagged()
                ? Tagged.of(output, opened(found, found.unionWith(child.set()), "Subquery"), filtered, facts)
                : new Tagged(filtered, child.tag(), facts);
        if (facts.isVolatile(filter.condition()) || found.decidesByValue()) {
            rewriter.verdict().opened(filter.nodeName());
            return result.opened(output).with(facts.keptOut());
        }
        return result;
    }

    private Expression opened(SubqueryRules.Found found, Expression set, String operator) {
        if (!found.opens()) {
            return set;
        }
        rewriter.verdict().opened(operator);
        return TagExpressions.opened(set);
    }

    Tagged limit(GlobalLimit limit) {
        Tagged result = passed(limit);
        if (!result.isTagged()) {
            return result;
        }
        Sort sort = sortBelow(limit.child());
        if (sort == null) {
            rewriter.verdict().nondeterministic(limit.nodeName());
        }
        Facts facts = result.facts();
        boolean opens = facts.lacksRows()
                || (sort != null && facts.anyVolatile(Seqs.<SortOrder>java(sort.order())));
        if (!opens) {
            return result.with(facts.keptOut());
        }
        rewriter.verdict().opened(limit.nodeName());
        return result.opened(Nodes.output(limit)).with(facts.keptOut());
    }

    /** Which rows are skipped depends on all that are sorted before: a row has their tags too. */
    Tagged offset(Offset offset) {
        Sort sort = sortBelow(offset.child());
        Tagged child = rewriter.rewrite(offset.child());
        if (!child.isTagged()) {
            return Tagged.untagged(Nodes.withChildren(offset, List.of(child.plan())));
        }
        if (sort == null) {
            rewriter.verdict().nondeterministic(offset.nodeName());
        }
        List<SortOrder> order = sort == null ? List.of() : Seqs.java(sort.order());
        Expression all = rewriter.sets().collected(child.set());
        Expression skippedTags;
        LogicalPlan sorted = child.plan();
        if (sort != null && isVisible(order, offset.child())) {
            Alias before = Nodes.alias(Nodes.upToPeers(all, order), "_rt_before");
            LogicalPlan counted = Nodes.window(List.of(before), List.of(), order, child.plan());
            sorted = Nodes.withChildren(sort, List.of(counted));
            skippedTags = before.toAttribute();
        } else {
            Alias every = Nodes.alias(all, "_rt_before");
            skippedTags = rewriter.sets()
                    .union(
                            child.set(),
                            Nodes.scalarSubquery(
                                    Nodes.aggregate(List.of(), List.of(every), child.plan()), List.of()));
        }
        LogicalPlan skipped = new Offset(offset.offsetExpr(), sorted);
        List<Attribute> output = Nodes.output(offset);
        Facts facts = child.facts();
        Tagged result = Tagged.of(output, skippedTags, skipped, facts.keptOut());
        if (!facts.lacksRows() && !facts.anyVolatile(order)) {
            return result;
        }
        rewriter.verdict().opened(offset.nodeName());
        return result.opened(output);
    }

    private static boolean isVisible(List<SortOrder> order, LogicalPlan plan) {
        return order.stream().allMatch(by -> by.references().subsetOf(plan.outputSet()));
    }

    private static @Nullable Sort sortBelow(LogicalPlan plan) {
        if (plan instanceof Sort sort) {
            return sort;
        }
        boolean through = plan instanceof LocalLimit
                || plan instanceof Project
                || plan instanceof SubqueryAlias
                || plan instanceof Filter;
        return through ? sortBelow(Nodes.children(plan).get(0)) : null;
    }

    /** Grouping sets: each copy of a row has the row's tags. */
    Tagged expand(Expand expand) {
        Tagged child = rewriter.rewrite(expand.child());
        Attribute tag = child.tag();
        if (tag == null) {
            return Tagged.untagged(Nodes.withChildren(expand, List.of(child.plan())));
        }
        List<Seq<Expression>> projections = new ArrayList<>();
        for (Seq<Expression> projection : Seqs.<Seq<Expression>>java(expand.projections())) {
            List<Expression> columns = new ArrayList<>(Seqs.<Expression>java(projection));
            columns.add(tag);
            projections.add(Seqs.of(columns));
        }
        Attribute copied = tag.newInstance();
        List<Attribute> output = new ArrayList<>(Nodes.output(expand));
        output.add(copied);
        LogicalPlan expanded = new Expand(Seqs.of(projections), Seqs.of(output), child.plan());
        return new Tagged(expanded, copied, child.facts());
    }
}
