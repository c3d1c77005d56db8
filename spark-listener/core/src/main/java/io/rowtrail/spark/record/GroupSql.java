package io.rowtrail.spark.record;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/** Operators that look at several rows at once. */
final class GroupSql {
    private final PlanSql plans;
    private final Names names;
    private final ExpressionSql expressions;

    GroupSql(PlanSql plans, Names names, ExpressionSql expressions) {
        this.plans = plans;
        this.names = names;
        this.expressions = expressions;
    }

    Said aggregate(Aggregate aggregate, Scope scope) {
        List<Expression> keys = Seqs.java(aggregate.groupingExpressions());
        List<NamedExpression> columns = Seqs.java(aggregate.aggregateExpressions());
        return grouped(keys, columns, aggregate.child(), scope);
    }

    private Said grouped(
            List<Expression> keys, List<NamedExpression> columns, LogicalPlan child, Scope scope) {
        List<Expression> read = new ArrayList<>(keys);
        columns.forEach(column -> read.add((Expression) column));
        Said below = plans.whole(plans.say(child, scope, PlanSql.and(Set.of(), read)));
        Scope over = scope.over(List.of(below));
        Items items = new Items(names, expressions, over);
        columns.forEach(items::add);
        boolean aggregates =
                read.stream().anyMatch(e -> Walk.contains(e, part -> part instanceof AggregateExpression));
        if (items.isEmpty() || (keys.isEmpty() && !aggregates)) {
            throw new UnsayableException("groups of which nothing is said");
        }
        String by = keys.isEmpty()
                ? ""
                : keys.stream()
                        .map(key -> expressions.key(key, over))
                        .collect(Collectors.joining(", ", " GROUP BY ", ""));
        return items.said("SELECT ", " FROM " + below.from() + by);
    }

    Said distinct(Distinct distinct, Scope scope) {
        List<Attribute> output = Nodes.output(distinct);
        Said below = plans.whole(plans.say(distinct.child(), scope, PlanSql.ids(output)));
        Items items = new Items(names, expressions, scope.over(List.of(below)));
        output.forEach(items::add);
        return items.said("SELECT DISTINCT ", " FROM " + below.from());
    }

    /** As Spark's optimiser does it: of each group any one's other columns. */
    Said deduplicate(Deduplicate deduplicate, Scope scope) {
        List<Attribute> keys = Seqs.java(deduplicate.keys());
        Set<ExprId> ids = PlanSql.ids(keys);
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute column : Nodes.output(deduplicate)) {
            columns.add(ids.contains(column.exprId())
                    ? column
                    : Nodes.alias(
                            new First(column, false).toAggregateExpression(), column.name(), column.exprId()));
        }
        return grouped(List.copyOf(keys), columns, deduplicate.child(), scope);
    }

    Said window(Window window, Scope scope, Set<ExprId> needed) {
        List<NamedExpression> made = Seqs.java(window.windowExpressions());
        List<Expression> read = new ArrayList<>();
        made.forEach(column -> read.add((Expression) column));
        read.addAll(Seqs.<Expression>java(window.partitionSpec()));
        read.addAll(Seqs.<Expression>java(window.orderSpec()));
        Said below = plans.whole(plans.say(window.child(), scope, PlanSql.and(needed, read)));
        Scope over = scope.over(List.of(below));
        StringBuilder items = new StringBuilder("SELECT *");
        List<String> given = new ArrayList<>(below.names());
        List<Said.Column> columns = new ArrayList<>(below.columns());
        for (NamedExpression column : made) {
            String text = expressions.of((Expression) column, over);
            String name = names.column();
            items.append(", ").append(text).append(" AS ").append(name);
            given.add(name);
            columns.add(new Said.Column(column.exprId(), name));
        }
        return new Said(items + " FROM " + below.from(), given, columns);
    }

    /** The parser reads a chain as unions of unions, a plan may have it in one: both are the same text. */
    Said union(Union union, Scope scope) {
        List<Said> sides = sides(union, scope);
        String first = sides.get(0).chain() ? sides.get(0).sql() : sides.get(0).from();
        return together(union, sides, first, " UNION ALL ");
    }

    Said operation(LogicalPlan plan, String operator, Scope scope) {
        List<Said> sides = sides(plan, scope);
        return together(plan, sides, sides.get(0).from(), " " + operator + " ");
    }

    private List<Said> sides(LogicalPlan plan, Scope scope) {
        return Nodes.children(plan).stream()
                .map(side -> plans.exactly(side, scope))
                .toList();
    }

    private static Said together(LogicalPlan plan, List<Said> sides, String first, String operator) {
        List<Attribute> output = Nodes.output(plan);
        List<String> given = sides.get(0).names();
        List<Said.Column> columns = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            columns.add(new Said.Column(output.get(i).exprId(), given.get(i)));
        }
        String others = sides.stream().skip(1).map(side -> operator + side.from()).collect(Collectors.joining());
        return new Said(first + others, given, columns, plan instanceof Union);
    }
}
