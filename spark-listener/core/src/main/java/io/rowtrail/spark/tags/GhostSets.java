package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.Option;

/** UNION ALL keeps the rows' marks; INTERSECT and EXCEPT are joins of grouped sides. */
final class GhostSets {
    private final AbsenceRewriter rewriter;
    private final TagExpressions sets;

    GhostSets(AbsenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.sets = rewriter.sets();
    }

    /** The rows of both, {@code second}'s columns under the ids of {@code first}'s, which are {@code output}. */
    static Annotated together(Annotated first, List<Attribute> output, Annotated second) {
        List<Attribute> columns = new ArrayList<>();
        output.forEach(column -> columns.add(Nodes.inOutput(first.plan(), column.exprId())));
        columns.addAll(List.of(first.tags(), first.absence(), first.live()));
        return first.over(new Union(
                Seqs.of(List.<LogicalPlan>of(Nodes.project(columns, first.plan()), second.plan())), false, false));
    }

    Annotated union(Union union) {
        List<Attribute> output = Nodes.output(union);
        List<LogicalPlan> plans = new ArrayList<>();
        List<Annotated> sides = new ArrayList<>();
        List<Attribute> decided = new ArrayList<>();
        for (LogicalPlan child : Nodes.children(union)) {
            Annotated side = rewriter.rewrite(child);
            List<Attribute> columns = Nodes.output(child);
            // Each side's marks under ids of their own: the same plan may stand on both.
            Annotated renamed = side.marked(columns, side.mark(), side.plan());
            sides.add(renamed);
            plans.add(renamed.plan());
            for (int i = 0; i < Math.min(columns.size(), output.size()); i++) {
                if (side.isVolatile(columns.get(i))) {
                    decided.add(union.byName() ? named(output, columns.get(i)) : output.get(i));
                }
            }
        }
        LogicalPlan all = new Union(Seqs.of(plans), union.byName(), union.allowMissingCol());
        Annotated result = sides.get(0).over(all);
        for (Annotated side : sides) {
            result = result.and(side, sets);
        }
        return result.volatileIn(decided);
    }

    private static Attribute named(List<Attribute> output, Attribute column) {
        return output.stream()
                .filter(other -> Nodes.isSameName(other.name(), column.name()))
                .findFirst()
                .orElseThrow();
    }

    Annotated intersect(Intersect intersect) {
        List<Attribute> output = Nodes.output(intersect.left());
        List<Attribute> others = Nodes.output(intersect.right());
        Annotated left = grouped(intersect.left(), "Intersect");
        Annotated right = grouped(intersect.right(), "Intersect");
        if (intersect.isAll()) {
            return repeated(intersect, left, right, others, true);
        }
        Annotated both = rewriter.joins().inner(left, right, Conditions.sameRow(output, others), JoinHint.NONE(), false);
        return both.volatileIn(decided(output, others, left, right));
    }

    Annotated except(Except except) {
        List<Attribute> output = Nodes.output(except.left());
        List<Attribute> others = Nodes.output(except.right());
        Annotated left = grouped(except.left(), "Except");
        if (except.isAll()) {
            return repeated(except, left, grouped(except.right(), "Except"), others, false);
        }
        Annotated right = rewriter.rewrite(except.right());
        return rewriter.joins().half(left, right, Conditions.sameRow(output, others), false);
    }

    private Annotated grouped(LogicalPlan side, String operator) {
        return rewriter.groups().distinct(rewriter.rewrite(side), Nodes.output(side), operator);
    }

    private static List<Attribute> decided(
            List<Attribute> output, List<Attribute> others, Annotated left, Annotated right) {
        List<Attribute> decided = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            if (left.isVolatile(output.get(i)) || right.isVolatile(others.get(i))) {
                decided.add(output.get(i));
            }
        }
        return decided;
    }

    /**
     * An operator that counts repeats stays as it is; each of its rows is marked by its groups, and each group stands for the
     * repeats that there might be more.
     */
    private Annotated repeated(
            LogicalPlan operator, Annotated left, Annotated right, List<Attribute> others, boolean tagsOfBoth) {
        List<Attribute> output = Nodes.output(operator);
        String name = operator.nodeName();
        Optional<Expression> all = Optional.empty();
        if (left.anyVolatile(output) || right.anyVolatile(others) || left.splits() || right.splits()) {
            rewriter.verdict().superset(name, "it counts rows whose values other rows decide");
            all = Optional.of(sets.union(rewriter.hull(left, name), rewriter.hull(right, name)));
        }
        rewriter.verdict().opened(name);
        Expression beyond = all.orElse(sets.union(left.beyond(), right.beyond()));
        LogicalPlan groups = joined(left.plan(), right.plan(), output, others, LeftOuter$.MODULE$);
        Expression tags = tagsOfBoth ? sets.union(left.tags(), right.tags()) : left.tags();
        Expression absence = sets.union(sets.union(left.absence(), right.absence()), beyond);
        Expression weight = sets.union(left.weight(sets), weight(right, groups));
        Annotated ghosts = GhostRows.possible(
                Annotated.of(renamed(output), new Annotated.Mark(tags, weight, Conditions.NEVER), groups));
        Annotated marks = Annotated.of(renamed(output), new Annotated.Mark(tags, absence, Conditions.ALWAYS), groups);
        LogicalPlan marked = joined(operator, marks.plan(), output, marks.columns(), Inner$.MODULE$);
        Annotated actual = Annotated.of(output, marks.mark(), marked);
        return together(actual, output, ghosts)
                .volatileIn(decided(output, others, left, right))
                .beyond(beyond)
                .splitting();
    }

    /** Of the right side's group, where there is one. */
    private Expression weight(Annotated right, LogicalPlan groups) {
        Expression live = Nodes.inOutput(groups, right.live().exprId());
        Expression tags = Nodes.inOutput(groups, right.tags().exprId());
        Expression absence = Nodes.inOutput(groups, right.absence().exprId());
        return sets.union(
                new If(
                        new Coalesce(
                                Seqs.of(List.of(live, Conditions.NEVER))),
                        sets.union(tags, absence),
                        absence),
                TagExpressions.empty());
    }

    private static List<NamedExpression> renamed(List<Attribute> columns) {
        List<NamedExpression> renamed = new ArrayList<>();
        for (Attribute column : columns) {
            Alias copy = Nodes.alias(column, column.name());
            renamed.add(copy);
        }
        return renamed;
    }

    private static LogicalPlan joined(
            LogicalPlan left, LogicalPlan right, List<Attribute> columns, List<Attribute> others, JoinType type) {
        return new Join(
                left,
                right,
                type,
                Option.apply(Conditions.all(Conditions.sameRow(columns, others)).orElse(null)),
                JoinHint.NONE());
    }
}
