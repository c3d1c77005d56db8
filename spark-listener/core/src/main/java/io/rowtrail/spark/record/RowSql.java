package io.rowtrail.spark.record;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LateralSubquery;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/** Operators that make, keep, join or order single rows. */
final class RowSql {
    private static final Map<String, String> JOINS = Map.of(
            "Inner", " JOIN ",
            "Cross", " JOIN ",
            "LeftOuter", " LEFT JOIN ",
            "RightOuter", " RIGHT JOIN ",
            "FullOuter", " FULL JOIN ",
            "LeftSemi", " LEFT SEMI JOIN ",
            "LeftAnti", " LEFT ANTI JOIN ");

    private final PlanSql plans;
    private final Names names;
    private final ExpressionSql expressions;

    RowSql(PlanSql plans, Names names, ExpressionSql expressions) {
        this.plans = plans;
        this.names = names;
        this.expressions = expressions;
    }

    private Said child(LogicalPlan child, Scope scope, Set<ExprId> needed) {
        return plans.whole(plans.say(child, scope, needed));
    }

    Said project(Project project, Scope scope, Set<ExprId> needed) {
        List<NamedExpression> live = new ArrayList<>();
        for (NamedExpression column : Seqs.<NamedExpression>java(project.projectList())) {
            if (needed.contains(column.exprId())) {
                live.add(column);
            }
        }
        List<Expression> read = live.stream().map(Expression.class::cast).toList();
        Said below = plans.say(project.child(), scope, PlanSql.and(Set.of(), read));
        Items items = new Items(names, expressions, scope.over(List.of(below)));
        live.forEach(items::add);
        if (!items.anyMade()) {
            return below.as(items.columns());
        }
        String from = below.isOneRow() ? "" : " FROM " + below.from();
        return items.said("SELECT ", from);
    }

    Said filter(Filter filter, Scope scope, Set<ExprId> needed) {
        Said below = child(filter.child(), scope, PlanSql.and(needed, List.of(filter.condition())));
        return below.then(" WHERE " + expressions.of(filter.condition(), scope.over(List.of(below))));
    }

    Said join(Join join, Scope scope, Set<ExprId> needed) {
        Optional<Expression> condition = Seqs.java(join.condition());
        Set<ExprId> read = PlanSql.and(needed, condition.stream().toList());
        Said left = child(join.left(), scope, read);
        Said right = child(join.right(), scope, read);
        String type = kind(join.joinType());
        Scope both = scope.over(List.of(left, right));
        String on = condition.map(c -> " ON " + expressions.of(c, both)).orElse(type.equals(" JOIN ") ? "" : " ON true");
        boolean leftOnly = type.endsWith("SEMI JOIN ") || type.endsWith("ANTI JOIN ");
        return joined(left, leftOnly ? new Said(right.sql(), List.of(), List.of()) : right, type, right.from(), on);
    }

    Said lateral(LateralJoin join, Scope scope, Set<ExprId> needed) {
        LateralSubquery subquery = join.right();
        Optional<Expression> condition = Seqs.java(join.condition());
        Set<ExprId> read = PlanSql.and(needed, condition.stream().toList());
        Said left = child(join.left(), scope, PlanSql.and(read, Seqs.<Expression>java(subquery.outerAttrs())));
        Said right = child(subquery.plan(), scope.over(List.of(left)).inside(), read);
        String type = kind(join.joinType());
        if (!type.equals(" JOIN ") && !type.equals(" LEFT JOIN ")) {
            throw new UnsayableException("a lateral join of type " + join.joinType());
        }
        Scope both = scope.over(List.of(left, right));
        String on = condition.map(c -> " ON " + expressions.of(c, both)).orElse(type.equals(" JOIN ") ? "" : " ON true");
        return joined(left, right, type, "LATERAL " + right.from(), on);
    }

    private static String kind(JoinType type) {
        String kind = JOINS.get(type.toString());
        if (kind == null) {
            throw new UnsayableException("a join of type " + type);
        }
        return kind;
    }

    private static Said joined(Said left, Said right, String type, String rightFrom, String on) {
        List<String> given = new ArrayList<>(left.names());
        given.addAll(right.names());
        List<Said.Column> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        return new Said("SELECT * FROM " + left.from() + type + rightFrom + on, given, columns);
    }

    Said sort(Sort sort, Scope scope, Set<ExprId> needed) {
        List<SortOrder> order = Seqs.java(sort.order());
        Said below = child(sort.child(), scope, PlanSql.and(needed, order));
        return below.then((sort.global() ? " ORDER BY " : " SORT BY ")
                + expressions.order(order, scope.over(List.of(below))));
    }

    Said limit(GlobalLimit limit, LocalLimit local, Scope scope, Set<ExprId> needed) {
        LogicalPlan below = local.child();
        LogicalPlan ordered = below;
        while (ordered instanceof Project || ordered instanceof Offset) {
            ordered = Nodes.children(ordered).get(0);
        }
        if (!(ordered instanceof Sort)) {
            expressions.noteOperator("limit");
        }
        return child(below, scope, needed).then(" LIMIT " + expressions.of(limit.limitExpr(), Scope.NONE));
    }

    Said offset(Offset offset, Scope scope, Set<ExprId> needed) {
        return child(offset.child(), scope, needed)
                .then(" OFFSET " + expressions.of(offset.offsetExpr(), Scope.NONE));
    }

    Said sample(Sample sample, Scope scope, Set<ExprId> needed) {
        double percent = sample.upperBound() * 100;
        if (sample.withReplacement() || sample.lowerBound() != 0 || percent / 100 != sample.upperBound()) {
            throw new UnsayableException("a sample with replacement, or a slice of one");
        }
        expressions.noteOperator("sample");
        return child(sample.child(), scope, needed)
                .then(" TABLESAMPLE (" + java.math.BigDecimal.valueOf(percent).toPlainString() + " PERCENT) REPEATABLE ("
                        + sample.seed() + ")");
    }

    Said generate(Generate generate, Scope scope, Set<ExprId> needed) {
        Expression generator = (Expression) generate.generator();
        Said below = child(generate.child(), scope, PlanSql.and(needed, List.of(generator)));
        String call = expressions.of(generator, scope.over(List.of(below)));
        return exploded(below, call, generate.outer(), Seqs.java(generate.generatorOutput()));
    }

    /** Each row once for each projection: grouping sets, and UNPIVOT. */
    Said expand(Expand expand, Scope scope, Set<ExprId> needed) {
        List<Attribute> all = Nodes.output(expand);
        List<Integer> kept = IntStream.range(0, all.size())
                .filter(i -> needed.contains(all.get(i).exprId()))
                .boxed()
                .toList();
        List<Integer> places = kept.isEmpty() ? List.of(0) : kept;
        List<Attribute> output = places.stream().map(all::get).toList();
        List<Expression> read = new ArrayList<>();
        List<List<Expression>> projections = new ArrayList<>();
        for (List<Expression> values : Seqs.<Expression>nested(expand.projections())) {
            projections.add(places.stream().map(values::get).toList());
            read.addAll(projections.get(projections.size() - 1));
        }
        Said below = child(expand.child(), scope, PlanSql.and(Set.of(), read));
        Scope over = scope.over(List.of(below));
        List<String> structs = new ArrayList<>();
        for (List<Expression> projection : projections) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < projection.size(); i++) {
                fields.add("'" + i + "', " + expressions.of(projection.get(i), over));
            }
            structs.add("named_struct(" + String.join(", ", fields) + ")");
        }
        return exploded(below, "inline(array(" + String.join(", ", structs) + "))", false, output);
    }

    private Said exploded(Said below, String call, boolean outer, List<Attribute> output) {
        List<String> made = new ArrayList<>();
        List<Said.Column> columns = new ArrayList<>();
        Map<ExprId, String> own = new HashMap<>();
        for (Attribute column : output) {
            String name = names.column();
            made.add(name);
            own.put(column.exprId(), name);
            columns.add(new Said.Column(column.exprId(), name));
        }
        // Grouping sets keep the ids of columns that they blank out: then only the new one is meant.
        below.columns().stream().filter(column -> !own.containsKey(column.id())).forEach(columns::add);
        List<String> given = new ArrayList<>(below.names());
        given.addAll(made);
        return new Said(
                "SELECT * FROM " + below.from() + " LATERAL VIEW " + (outer ? "OUTER " : "") + call + " g AS "
                        + String.join(", ", made),
                given,
                columns);
    }
}
