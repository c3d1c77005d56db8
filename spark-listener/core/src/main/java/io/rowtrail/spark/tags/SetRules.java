package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.Option;

/** UNION ALL keeps the row's tags; INTERSECT and EXCEPT are the joins of grouped sides that Spark makes of them. */
final class SetRules {
    private final TagRewriter rewriter;

    SetRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    Tagged union(Union union) {
        List<Tagged> sides = new ArrayList<>();
        Nodes.children(union).forEach(child -> sides.add(rewriter.rewrite(child)));
        List<LogicalPlan> plans = new ArrayList<>();
        if (sides.stream().noneMatch(Tagged::isTagged)) {
            sides.forEach(side -> plans.add(side.plan()));
            return Tagged.untagged(Nodes.withChildren(union, plans));
        }
        Facts facts = Facts.NONE;
        List<Attribute> output = Nodes.output(union);
        for (int i = 0; i < sides.size(); i++) {
            Tagged side = sides.get(i);
            List<Attribute> columns = Nodes.output(Nodes.children(union).get(i));
            plans.add(Tagged.of(columns, rewriter.sets().single(side.parts(), side.open()), side.plan(), side.facts())
                    .plan());
            facts = facts.and(side.facts().toldIf(side.open())).alsoVolatile(renamed(side.facts(), columns, output));
        }
        LogicalPlan all = new Union(Seqs.of(plans), union.byName(), union.allowMissingCol());
        List<Attribute> columns = Nodes.output(all);
        return Tagged.by(columns.get(columns.size() - 1), all, facts);
    }

    /** The union's columns that are volatile in one of its sides. */
    private static List<Attribute> renamed(Facts facts, List<Attribute> columns, List<Attribute> output) {
        List<Attribute> found = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (facts.isVolatile(columns.get(i))) {
                found.add(output.get(i));
            }
        }
        return found;
    }

    Tagged intersect(Intersect intersect) {
        List<Attribute> output = Nodes.output(intersect.left());
        List<Attribute> others = Nodes.output(intersect.right());
        Tagged left = rewriter.groupedSide(intersect.left(), "Intersect");
        Tagged right = rewriter.groupedSide(intersect.right(), "Intersect");
        LogicalPlan both = joined(left, right, output, others, Inner$.MODULE$);
        if (!left.isTagged() && !right.isTagged()) {
            return Tagged.untagged(intersect);
        }
        Facts facts = left.facts().and(right.facts());
        Tagged once = Tagged.both(left, right, both, facts).single(output, rewriter.sets());
        Tagged result = intersect.isAll() ? repeated(intersect, once) : once;
        return byVolatile(facts, result, "Intersect");
    }

    Tagged except(Except except) {
        List<Attribute> output = Nodes.output(except.left());
        Tagged left = rewriter.groupedSide(except.left(), "Except");
        Tagged right = rewriter.rewrite(except.right());
        if (!left.isTagged() && !right.isTagged()) {
            return Tagged.untagged(except);
        }
        Facts facts = left.facts().and(right.facts()).lacking(right.facts().reach());
        Tagged result;
        if (except.isAll()) {
            result = repeated(except, left.with(facts).marked(output));
        } else {
            LogicalPlan kept = joined(
                    left, Tagged.untagged(except.right()), output, Nodes.output(except.right()), LeftAnti$.MODULE$);
            result = left.over(kept).with(facts).marked(output);
        }
        if (right.facts().lacksRows()) {
            rewriter.verdict().opened("Except");
            result = result.opened();
        }
        return byVolatile(left.facts().and(right.facts()), result, "Except");
    }

    /**
     * An operator that counts repeats stays as it is; each of its rows takes the tags of its group.
     *
     * @param groups each possible row once, columns first
     */
    private static Tagged repeated(LogicalPlan operator, Tagged groups) {
        List<Attribute> output = Nodes.output(operator);
        List<NamedExpression> renamed = new ArrayList<>();
        List<Attribute> others = new ArrayList<>();
        for (Attribute column : Nodes.output(groups.plan()).subList(0, output.size())) {
            Alias copy = Nodes.alias(column, column.name());
            renamed.add(copy);
            others.add(copy.toAttribute());
        }
        renamed.addAll(groups.parts());
        Tagged side = groups.over(Nodes.project(renamed, groups.plan()));
        return side.over(joined(Tagged.untagged(operator), side, output, others, Inner$.MODULE$));
    }

    /** Rows are compared by all their columns: a volatile one decides. */
    private Tagged byVolatile(Facts facts, Tagged result, String operator) {
        if (facts.volatiles().isEmpty()) {
            return result;
        }
        rewriter.verdict().opened(operator);
        return result.opened().with(result.facts().keptOut());
    }

    private static LogicalPlan joined(
            Tagged left, Tagged right, List<Attribute> columns, List<Attribute> others, JoinType type) {
        Optional<Expression> condition = Conditions.all(Conditions.sameRow(columns, others));
        return new Join(left.plan(), right.plan(), type, Option.apply(condition.orElse(null)), JoinHint.NONE());
    }
}
