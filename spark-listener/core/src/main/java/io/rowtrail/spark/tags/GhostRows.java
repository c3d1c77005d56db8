package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.TypedFilter;

/**
 * Operators whose rows are rows of their child. What a volatile value or a subquery rejects becomes a ghost: it comes back
 * when that value, or the subquery's answer, changes.
 */
final class GhostRows {
    private final AbsenceRewriter rewriter;
    private final TagExpressions sets;
    private final GhostSubqueries subqueries;

    GhostRows(AbsenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.sets = rewriter.sets();
        this.subqueries = new GhostSubqueries(rewriter);
    }

    GhostSubqueries subqueries() {
        return subqueries;
    }

    Annotated passed(LogicalPlan plan) {
        Annotated child = rewriter.rewrite(Nodes.children(plan).get(0));
        if (plan instanceof TypedFilter && child.anyVolatile(Seqs.<Expression>java(plan.references().toSeq()))) {
            return rewriter.broken(plan, "a function that looks at values other rows decide");
        }
        if (plan instanceof Sample) {
            rewriter.verdict().nondeterministic(plan.nodeName());
        }
        return child.over(Nodes.withChildren(plan, List.of(child.plan())));
    }

    Annotated project(Project project) {
        Annotated child = rewriter.rewrite(project.child());
        List<NamedExpression> columns = Seqs.java(project.projectList());
        List<Expression> expressions = new ArrayList<>();
        List<Attribute> decided = new ArrayList<>();
        for (NamedExpression column : columns) {
            Expression expression = (Expression) column;
            expressions.add(expression);
            if (child.isVolatile(expression) || SubqueryRules.contains(expression)) {
                decided.add(column.toAttribute());
            }
        }
        List<NamedExpression> seen = columns.stream()
                .map(column -> SubqueryRules.contains((Expression) column)
                        ? column
                        : GhostValues.bearable(column, child.live()))
                .toList();
        GhostSubqueries.Answer answer = subqueries.answer(child, expressions, false);
        if (answer.unsupported()) {
            return rewriter.broken(project, "a subquery that tags cannot follow");
        }
        if (!answer.any()) {
            List<NamedExpression> all = new ArrayList<>(seen);
            all.addAll(List.of(child.tags(), child.absence(), child.live()));
            return child.over(Nodes.project(all, child.plan())).volatileIn(decided);
        }
        rewriter.verdict().opened("Subquery");
        Expression tags = new If(child.live(), sets.union(child.tags(), answer.tags()), child.tags());
        Expression absence = new If(child.live(), sets.union(child.absence(), answer.absence()), child.absence());
        return child.marked(seen, new Annotated.Mark(tags, absence, child.live()), answer.plan())
                .volatileIn(decided);
    }

    Annotated filter(Filter filter) {
        Annotated child = rewriter.rewrite(filter.child());
        if (subqueries.isUnsupported(filter.condition())) {
            return rewriter.broken(filter, "a subquery that tags cannot follow");
        }
        return filtered(child, Conditions.parts(filter.condition()), filter.nodeName());
    }

    /** The rows for which all {@code parts} hold, and those for which they might. */
    Annotated filtered(Annotated child, List<Expression> parts, String operator) {
        List<Expression> fixed = new ArrayList<>();
        List<Expression> open = new ArrayList<>();
        parts.forEach(part -> (isOpen(child, part) ? open : fixed).add(part));
        Annotated kept = fixed.isEmpty() ? child : child.over(Conditions.filtered(child.plan(), fixed));
        for (Expression part : open) {
            kept = decided(kept, part);
        }
        if (!open.isEmpty()) {
            rewriter.verdict().opened(operator);
        }
        return kept;
    }

    /** Whether other rows can change what {@code condition} says of a row. */
    static boolean isOpen(Annotated rows, Expression condition) {
        return rows.isVolatile(condition) || SubqueryRules.contains(condition);
    }

    private Annotated decided(Annotated child, Expression condition) {
        List<Attribute> columns = child.columns();
        GhostSubqueries.Answer answer = subqueries.answer(child, List.of(condition), true);
        Expression own = child.isVolatile(condition) ? child.weight(sets) : TagExpressions.empty();
        Expression others = sets.union(answer.tags(), answer.absence());

        Expression kept = new Coalesce(Seqs.of(List.of(condition, Conditions.NEVER)));
        // Not to be moved into the filter below: Spark would then look for the subquery's answer twice.
        Alias holds = Nodes.alias(answer.any() ? TagExpressions.held(kept) : kept, "_rt_holds");
        Alias turns = Nodes.alias(sets.union(own, others), "_rt_turns");
        Alias tags = Nodes.alias(new If(child.live(), sets.union(child.tags(), answer.tags()), child.tags()), "_rt_t");
        Alias absence =
                Nodes.alias(new If(child.live(), sets.union(child.absence(), answer.absence()), child.absence()), "_rt_n");
        List<NamedExpression> seen = new ArrayList<>(columns);
        seen.addAll(List.of(holds, turns, tags, absence, child.live()));
        Attribute held = holds.toAttribute();
        Attribute turning = turns.toAttribute();
        // A ghost whose condition nothing can turn stays away; a volatile value of a ghost says nothing.
        Expression possible = child.isVolatile(condition)
                ? Conditions.ALWAYS
                : new Or(held, new Not(TagExpressions.isEmpty(turning)));
        LogicalPlan rows = Conditions.filtered(Nodes.project(seen, answer.plan()), List.of(possible));

        Expression live = new And(child.live(), held);
        Expression rejected = new And(child.live(), new Not(held));
        Annotated.Mark mark = new Annotated.Mark(
                tags.toAttribute(), new If(rejected, turning, absence.toAttribute()), live);
        return possible(child.marked(columns, mark, rows));
    }

    /** Without the ghosts that nothing can bring. */
    static Annotated possible(Annotated rows) {
        return rows.over(new Filter(
                new Or(rows.live(), new Not(TagExpressions.isEmpty(rows.absence()))), rows.plan()));
    }

    /** Where other rows decide what is generated, each row stands, besides, for what it might generate. */
    Annotated generate(Generate generate) {
        Annotated child = rewriter.rewrite(generate.child());
        List<Attribute> made = new ArrayList<>(Nodes.output(generate));
        made.removeIf(column ->
                Nodes.output(generate.child()).stream().anyMatch(own -> Nodes.sameId(own, column)));
        if (!child.isVolatile((Expression) generate.generator())) {
            return child.over(Nodes.withChildren(generate, List.of(child.plan())));
        }
        rewriter.verdict().opened(generate.nodeName());
        LogicalPlan live = new Filter(child.live(), child.plan());
        Annotated actual = child.over(Nodes.withChildren(generate, List.of(live)));
        return withPossible(actual, child, Nodes.output(generate), made);
    }

    /** {@code actual}, and a ghost for each row of {@code each}, with nothing in the columns {@code made}. */
    Annotated withPossible(Annotated actual, Annotated each, List<Attribute> output, List<Attribute> made) {
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute column : output) {
            boolean isMade = made.stream().anyMatch(other -> Nodes.sameId(other, column));
            Expression value = isMade ? Literal.create(null, column.dataType()) : column;
            columns.add(Nodes.alias(value, column.name()));
        }
        Annotated.Mark mark =
                new Annotated.Mark(each.tags(), each.weight(sets), Conditions.NEVER);
        Annotated ghosts = possible(each.marked(columns, mark, each.plan()));
        return GhostSets.together(actual, output, ghosts).volatileIn(made).splitting();
    }

    /** Grouping sets: each copy of a row is marked as the row. */
    Annotated expand(Expand expand) {
        Annotated child = rewriter.rewrite(expand.child());
        List<Attribute> output = Nodes.output(expand);
        List<Attribute> marks = List.of(
                child.tags().newInstance(), child.absence().newInstance(), child.live().newInstance());
        List<Attribute> decided = new ArrayList<>();
        List<scala.collection.immutable.List<Expression>> projections = new ArrayList<>();
        for (List<Expression> columns : Seqs.<Expression>nested(expand.projections())) {
            for (int i = 0; i < columns.size(); i++) {
                if (child.isVolatile(columns.get(i))) {
                    decided.add(output.get(i));
                }
            }
            columns.addAll(List.of(child.tags(), child.absence(), child.live()));
            projections.add(Seqs.of(columns));
        }
        List<Attribute> all = new ArrayList<>(output);
        all.addAll(marks);
        LogicalPlan expanded = new Expand(Seqs.of(projections), Seqs.of(all), child.plan());
        return new Annotated(
                        expanded,
                        marks.get(0),
                        marks.get(1),
                        marks.get(2),
                        child.volatiles(),
                        child.beyond(),
                        child.splits())
                .volatileIn(decided);
    }
}
