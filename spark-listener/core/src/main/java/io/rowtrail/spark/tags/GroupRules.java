package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/**
 * Operators that look at several rows at once: the tags of the whole group or partition. Their values are volatile, and
 * open when rows may be missing below.
 */
final class GroupRules {
    /** Their result depends on an order that nobody fixed. */
    private static final Set<String> ORDER_BOUND =
            Set.of("First", "Last", "AnyValue", "CollectList", "CollectSet", "ListAgg");

    private final TagRewriter rewriter;

    GroupRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    Tagged aggregate(Aggregate aggregate) {
        List<Expression> keys = Seqs.java(aggregate.groupingExpressions());
        List<NamedExpression> columns = Seqs.java(aggregate.aggregateExpressions());
        if (columns.stream().anyMatch(column -> SubqueryRules.contains((Expression) column))
                || keys.stream().anyMatch(SubqueryRules::contains)) {
            return rewriter.broken(aggregate, "a subquery in an aggregate");
        }
        Tagged child = rewriter.rewrite(aggregate.child());
        if (!child.isTagged()) {
            return Tagged.untagged(Nodes.withChildren(aggregate, List.of(child.plan())));
        }
        List<Attribute> decided = new ArrayList<>();
        for (NamedExpression column : columns) {
            Expression expression = (Expression) column;
            if (aggregates(expression) || child.facts().isVolatile(expression)) {
                decided.add(column.toAttribute());
            }
            noteOrderBound(expression, rewriter.verdict());
        }
        return grouped(keys, columns, child, decided, aggregate.nodeName());
    }

    static boolean aggregates(Expression expression) {
        return Walk.contains(expression, e -> e instanceof AggregateExpression);
    }

    /** Tells of the functions that answer by an order that nobody fixed. */
    static void noteOrderBound(Expression expression, Verdict verdict) {
        Walk.each(expression, e -> {
            if (e instanceof AggregateExpression aggregate) {
                String function = aggregate.aggregateFunction().getClass().getSimpleName();
                if (ORDER_BOUND.contains(function)) {
                    verdict.nondeterministic(function);
                }
            }
        });
    }

    private Tagged grouped(
            List<? extends Expression> keys,
            List<? extends NamedExpression> columns,
            Tagged child,
            List<Attribute> decided,
            String operator) {
        boolean volatileKey = child.facts().anyVolatile(keys);
        Alias tag = Nodes.alias(rewriter.sets().collected(child), TagRewriter.TAG_NAME);
        List<NamedExpression> all = new ArrayList<>(columns);
        all.add(tag);
        Facts facts = (volatileKey ? child.facts().keptOut() : child.facts()).alsoVolatile(decided);
        Tagged result = Tagged.by(tag.toAttribute(), Nodes.aggregate(keys, all, child.plan()), facts);
        if (!volatileKey && !child.facts().lacksRows()) {
            return result;
        }
        rewriter.verdict().opened(operator);
        return result.opened();
    }

    Tagged distinct(Tagged child, List<Attribute> output, String operator) {
        if (!child.isTagged()) {
            return Tagged.untagged(Nodes.aggregate(output, output, child.plan()));
        }
        return grouped(output, output, child, List.of(), operator);
    }

    /** As Spark itself replaces it: the first of each group. */
    Tagged deduplicate(Deduplicate deduplicate) {
        Tagged child = rewriter.rewrite(deduplicate.child());
        if (!child.isTagged()) {
            return Tagged.untagged(Nodes.withChildren(deduplicate, List.of(child.plan())));
        }
        List<Attribute> keys = Seqs.java(deduplicate.keys());
        Set<ExprId> keyIds = new HashSet<>();
        keys.forEach(key -> keyIds.add(key.exprId()));
        List<NamedExpression> columns = new ArrayList<>();
        List<Attribute> decided = new ArrayList<>();
        for (Attribute column : Nodes.output(deduplicate)) {
            if (keyIds.contains(column.exprId())) {
                columns.add(column);
            } else {
                rewriter.verdict().nondeterministic(deduplicate.nodeName());
                columns.add(Nodes.aliasLike(new First(column, false).toAggregateExpression(), column));
                decided.add(column);
            }
        }
        return grouped(keys, columns, child, decided, deduplicate.nodeName());
    }

    Tagged window(Window window) {
        Tagged child = rewriter.rewrite(window.child());
        if (!child.isTagged()) {
            return Tagged.untagged(Nodes.withChildren(window, List.of(child.plan())));
        }
        List<Expression> partition = Seqs.java(window.partitionSpec());
        List<SortOrder> order = Seqs.java(window.orderSpec());
        List<NamedExpression> functions = new ArrayList<>(Seqs.<NamedExpression>java(window.windowExpressions()));
        List<Attribute> decided =
                functions.stream().map(NamedExpression::toAttribute).toList();
        Expression collected = rewriter.sets().collected(child);
        Optional<Set<SpecifiedWindowFrame>> frames = rewriter.sets().style().windows() == TagStyle.Windows.FRAME
                        && !child.facts().anyVolatile(order)
                ? WindowFrames.of(functions)
                : Optional.empty();
        // A frame need not hold its row, whose other columns are its own.
        List<Attribute> parts = new ArrayList<>(frames.isPresent() ? child.parts() : List.of());
        List<Expression> tags = new ArrayList<>();
        frames.ifPresentOrElse(
                all -> all.forEach(frame -> tags.add(
                        Nodes.over(collected, new WindowSpecDefinition(Seqs.of(partition), Seqs.of(order), frame)))),
                () -> tags.add(Nodes.overPartition(collected, partition, order)));
        for (Expression tag : tags) {
            Alias alias = Nodes.alias(tag, TagRewriter.TAG_NAME);
            functions.add(alias);
            parts.add(alias.toAttribute());
        }
        LogicalPlan rewritten = Nodes.window(functions, partition, order, child.plan());
        boolean volatilePartition = child.facts().anyVolatile(partition);
        Facts facts = (volatilePartition ? child.facts().keptOut() : child.facts()).alsoVolatile(decided);
        Tagged result = new Tagged(rewritten, parts, frames.isPresent() && child.open(), facts);
        if (!volatilePartition && !child.facts().lacksRows()) {
            return result;
        }
        rewriter.verdict().opened(window.nodeName());
        return result.opened();
    }
}
