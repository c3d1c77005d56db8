package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.Option;

/**
 * Operators that look at several rows at once: values come from the live rows, absence from the ghosts among them. Where
 * the group itself is told by a volatile value, any row with the same other values may be in it.
 */
final class GhostGroups {
    private final AbsenceRewriter rewriter;
    private final TagExpressions sets;

    GhostGroups(AbsenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.sets = rewriter.sets();
    }

    Annotated aggregate(Aggregate aggregate) {
        List<Expression> keys = Seqs.java(aggregate.groupingExpressions());
        List<NamedExpression> columns = Seqs.java(aggregate.aggregateExpressions());
        if (columns.stream().anyMatch(column -> SubqueryRules.contains((Expression) column))
                || keys.stream().anyMatch(SubqueryRules::contains)) {
            return rewriter.broken(aggregate, "a subquery in an aggregate");
        }
        Annotated child = rewriter.rewrite(aggregate.child());
        List<NamedExpression> ofLive = new ArrayList<>();
        List<Attribute> decided = new ArrayList<>();
        for (NamedExpression column : columns) {
            Expression expression = (Expression) column;
            if (GroupRules.aggregates(expression) || child.isVolatile(expression)) {
                decided.add(column.toAttribute());
            }
            GroupRules.noteOrderBound(expression, rewriter.verdict());
            NamedExpression value = (NamedExpression) Walk.up(expression, e -> onlyLive(e, child.live()));
            ofLive.add(keys.isEmpty() ? value : GhostValues.bearable(value, anyLive(child)));
        }
        return grouped(keys, ofLive, child, aggregate.nodeName()).volatileIn(decided);
    }

    private static Expression onlyLive(Expression expression, Attribute live) {
        if (!(expression instanceof AggregateExpression aggregate)) {
            return expression;
        }
        Expression filter = aggregate.filter().isDefined()
                ? new And(live, aggregate.filter().get())
                : live;
        return new AggregateExpression(
                aggregate.aggregateFunction(),
                aggregate.mode(),
                aggregate.isDistinct(),
                Option.apply(filter),
                aggregate.resultId());
    }

    private static Expression anyLive(Annotated rows) {
        return new Max(rows.live()).toAggregateExpression();
    }

    private Annotated grouped(
            List<? extends Expression> keys,
            List<? extends NamedExpression> columns,
            Annotated child,
            String operator) {
        Alias live = Nodes.alias(keys.isEmpty() ? Conditions.ALWAYS : anyLive(child), Annotated.LIVE_NAME);
        Alias tags = Nodes.alias(sets.collectedWhere(child.live(), child.tags()), TagRewriter.TAG_NAME);
        Alias ghostly = Nodes.alias(sets.collectedWhere(new Not(child.live()), child.tags()), "_rt_ghostly");
        Alias absence = Nodes.alias(sets.collected(child.absence()), Annotated.ABSENCE_NAME);
        boolean volatileKey = child.anyVolatile(keys);
        List<NamedExpression> all = new ArrayList<>(columns);
        all.addAll(List.of(live, tags, ghostly, absence));
        List<Alias> fixedKeys = new ArrayList<>();
        if (volatileKey) {
            keys.stream().filter(key -> !child.isVolatile(key)).forEach(key -> fixedKeys.add(Nodes.alias(key, "_rt_key")));
            all.addAll(fixedKeys);
        }
        LogicalPlan plan = Nodes.aggregate(keys, all, child.plan());
        Attribute isLive = live.toAttribute();
        Expression missing = absence.toAttribute();
        if (volatileKey) {
            rewriter.verdict().opened(operator);
            Expression weight = new If(isLive, sets.union(tags.toAttribute(), missing), missing);
            Alias near = Nodes.alias(
                    Nodes.overPartition(sets.collected(weight), attributes(fixedKeys), List.of()), "_rt_near");
            plan = Nodes.window(List.of(near), attributes(fixedKeys), List.of(), plan);
            missing = near.toAttribute();
        }
        Annotated.Mark mark = new Annotated.Mark(
                new If(isLive, tags.toAttribute(), ghostly.toAttribute()),
                new If(isLive, sets.union(missing, child.beyond()), absence.toAttribute()),
                isLive);
        List<Attribute> output = columns.stream().map(NamedExpression::toAttribute).toList();
        Annotated groups = child.marked(output, mark, plan);
        return volatileKey ? groups.splitting() : groups;
    }

    private static List<Attribute> attributes(List<Alias> aliases) {
        return aliases.stream().map(Alias::toAttribute).toList();
    }

    Annotated distinct(Annotated child, List<Attribute> output, String operator) {
        return grouped(output, output, child, operator);
    }

    /** As Spark itself replaces it: the first of each group. */
    Annotated deduplicate(Deduplicate deduplicate) {
        Annotated child = rewriter.rewrite(deduplicate.child());
        List<Attribute> keys = Seqs.java(deduplicate.keys());
        List<NamedExpression> columns = new ArrayList<>();
        List<Attribute> decided = new ArrayList<>();
        for (Attribute column : Nodes.output(deduplicate)) {
            if (keys.stream().anyMatch(key -> Nodes.sameId(key, column))) {
                columns.add(column);
                continue;
            }
            rewriter.verdict().nondeterministic(deduplicate.nodeName());
            Expression first = onlyLive(new First(column, false).toAggregateExpression(), child.live());
            columns.add(Nodes.aliasLike(first, column));
            decided.add(column);
        }
        return grouped(keys, columns, child, deduplicate.nodeName()).volatileIn(decided);
    }

    /** The functions see the live rows only: whether a row is live is one more key of the partition. */
    Annotated window(Window window) {
        Annotated child = rewriter.rewrite(window.child());
        List<Expression> partition = Seqs.java(window.partitionSpec());
        List<SortOrder> order = Seqs.java(window.orderSpec());
        List<NamedExpression> functions = new ArrayList<>();
        List<Attribute> decided = new ArrayList<>();
        for (NamedExpression function : Seqs.<NamedExpression>java(window.windowExpressions())) {
            decided.add(function.toAttribute());
            functions.add((NamedExpression) Walk.up((Expression) function, e -> amongEqual(e, child.live())));
        }
        List<Expression> both = new ArrayList<>(partition);
        both.add(child.live());
        LogicalPlan computed = Nodes.window(functions, both, order, child.plan());

        List<Expression> fixed =
                partition.stream().filter(key -> !child.isVolatile(key)).toList();
        boolean volatileKey = fixed.size() < partition.size();
        Expression kept = volatileKey ? child.weight(sets) : child.absence();
        if (volatileKey) {
            rewriter.verdict().opened(window.nodeName());
        }
        Alias tags = Nodes.alias(
                Nodes.overPartition(sets.collectedWhere(child.live(), child.tags()), partition, List.of()), "_rt_all_tags");
        Alias absence =
                Nodes.alias(Nodes.overPartition(sets.collected(kept), fixed, List.of()), "_rt_all_absence");
        LogicalPlan whole = Nodes.window(List.of(tags), partition, List.of(), computed);
        whole = Nodes.window(List.of(absence), fixed, List.of(), whole);
        Annotated.Mark mark = new Annotated.Mark(
                new If(child.live(), tags.toAttribute(), child.tags()),
                new If(child.live(), sets.union(absence.toAttribute(), child.beyond()), child.absence()),
                child.live());
        return child.marked(Nodes.output(window), mark, whole).volatileIn(decided);
    }

    private static Expression amongEqual(Expression expression, Attribute live) {
        if (!(expression instanceof WindowSpecDefinition spec)) {
            return expression;
        }
        List<Expression> partition = new ArrayList<>(Seqs.<Expression>java(spec.partitionSpec()));
        partition.add(live);
        return new WindowSpecDefinition(Seqs.of(partition), spec.orderSpec(), spec.frameSpecification());
    }
}
