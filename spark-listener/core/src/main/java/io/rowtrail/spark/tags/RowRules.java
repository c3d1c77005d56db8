package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.jspecify.annotations.Nullable;

/** Operators whose rows are rows of their child: the tags are the row's own, and those of subqueries it looked at. */
final class RowRules {
    private final TagRewriter rewriter;
    private final SubqueryRules subqueries;
    private final MatchJoins matches;

    RowRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
        this.subqueries = new SubqueryRules(rewriter);
        this.matches = new MatchJoins(rewriter);
    }

    Tagged passed(LogicalPlan plan) {
        Tagged child = rewriter.rewrite(Nodes.children(plan).get(0));
        LogicalPlan rewritten = Nodes.withChildren(plan, List.of(child.plan()));
        if (plan instanceof Sample && child.isTagged()) {
            rewriter.verdict().nondeterministic(plan.nodeName());
        }
        return child.over(rewritten);
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
        Tagged before = found.before(child);
        List<NamedExpression> over = new ArrayList<>();
        for (NamedExpression column : columns) {
            over.add((NamedExpression) found.over((Expression) column));
        }
        Tagged result = before.and(over, found.tags());
        return opened(found, result.with(below.alsoVolatile(decided)), "ScalarSubquery");
    }

    Tagged filter(Filter filter) {
        Tagged child = rewriter.rewrite(filter.child());
        List<Attribute> output = Nodes.output(filter);
        List<Expression> parts = new ArrayList<>(Conditions.parts(filter.condition()));
        Tagged rows = filter.condition().deterministic() ? matched(child, filter.child(), parts) : child;
        SubqueryRules.Found found = subqueries.inConditions(parts);
        if (found.unsupported()) {
            return rewriter.broken(filter, "a subquery that tags cannot follow");
        }
        Tagged before = found.before(rows);
        LogicalPlan filtered = Conditions.filtered(
                before.plan(), parts.stream().map(found::over).toList());
        if (!rows.isTagged() && !found.isTagged()) {
            return Tagged.untagged(filtered);
        }
        Facts facts = rows.facts().and(found.facts());
        Tagged kept = before.over(filtered).with(facts);
        Tagged result = found.tags().isEmpty() ? kept.marked(output) : kept.and(output, found.tags());
        result = opened(found, result, "Subquery");
        if (facts.isVolatile(filter.condition()) || found.decidesByValue()) {
            rewriter.verdict().opened(filter.nodeName());
            return result.opened().with(facts.keptOut());
        }
        return result;
    }

    /** {@code rows} that have the matches that some of {@code parts} ask for; these parts are taken out. */
    private Tagged matched(Tagged rows, LogicalPlan looking, List<Expression> parts) {
        Map<Expression, MatchJoins.Match> asked = new LinkedHashMap<>();
        parts.forEach(part -> MatchJoins.of(part, looking).ifPresent(match -> asked.put(part, match)));
        if (asked.isEmpty()) {
            return rows;
        }
        List<Expression> plain =
                parts.stream().filter(part -> !SubqueryRules.contains(part)).toList();
        parts.removeAll(plain);
        // All of the row's own conditions first: the matches of fewer rows have to be found.
        Tagged result = rows.over(Conditions.filtered(rows.plan(), plain));
        for (Map.Entry<Expression, MatchJoins.Match> each : asked.entrySet()) {
            Tagged right = rewriter.rewrite(each.getValue().rows());
            if (right.isTagged()) {
                Optional<Expression> reached = rewriter.sets().reached(right);
                result = reached.isPresent()
                        ? matches.filtered(
                                result, each.getValue(), right, each.getKey(), reached.get(), Nodes.output(looking))
                        : matches.joined(result, each.getValue(), right, JoinHint.NONE());
                parts.remove(each.getKey());
            }
        }
        return result;
    }

    private Tagged opened(SubqueryRules.Found found, Tagged rows, String operator) {
        if (!found.opens()) {
            return rows;
        }
        rewriter.verdict().opened(operator);
        return rows.opened();
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
        return result.opened().with(facts.keptOut());
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
        Expression all = rewriter.sets().collected(child);
        Expression skippedTags;
        LogicalPlan sorted = child.plan();
        if (sort != null && isVisible(order, offset.child())) {
            Alias before = Nodes.alias(Nodes.upToPeers(all, order), "_rt_before");
            LogicalPlan counted = Nodes.window(List.of(before), List.of(), order, child.plan());
            sorted = Nodes.withChildren(sort, List.of(counted));
            skippedTags = before.toAttribute();
        } else {
            Alias every = Nodes.alias(all, "_rt_before");
            skippedTags =
                    Nodes.scalarSubquery(Nodes.aggregate(List.of(), List.of(every), child.plan()), List.of());
        }
        LogicalPlan skipped = new Offset(offset.offsetExpr(), sorted);
        Facts facts = child.facts();
        Tagged result = child.over(skipped).and(Nodes.output(offset), List.of(skippedTags)).with(facts.keptOut());
        if (!facts.lacksRows() && !facts.anyVolatile(order)) {
            return result;
        }
        rewriter.verdict().opened(offset.nodeName());
        return result.opened();
    }

    static boolean isVisible(List<SortOrder> order, LogicalPlan plan) {
        return order.stream().allMatch(by -> by.references().subsetOf(plan.outputSet()));
    }

    static @Nullable Sort sortBelow(LogicalPlan plan) {
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
        if (!child.isTagged()) {
            return Tagged.untagged(Nodes.withChildren(expand, List.of(child.plan())));
        }
        List<Attribute> decided = new ArrayList<>();
        List<scala.collection.immutable.List<Expression>> projections = new ArrayList<>();
        for (List<Expression> columns : Seqs.<Expression>nested(expand.projections())) {
            for (int i = 0; i < columns.size(); i++) {
                if (child.facts().isVolatile(columns.get(i))) {
                    decided.add(Nodes.output(expand).get(i));
                }
            }
            columns.addAll(child.parts());
            projections.add(Seqs.of(columns));
        }
        List<Attribute> copied =
                child.parts().stream().map(Attribute::newInstance).toList();
        List<Attribute> output = new ArrayList<>(Nodes.output(expand));
        output.addAll(copied);
        LogicalPlan expanded = new Expand(Seqs.of(projections), Seqs.of(output), child.plan());
        return new Tagged(expanded, copied, child.open(), child.facts()).volatileIn(decided);
    }
}
