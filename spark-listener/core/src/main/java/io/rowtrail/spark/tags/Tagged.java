package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A rewritten operator. A row's tags are the union of its parts, and are put together only where somebody needs the set:
 * joins stay joins of plain columns, which Spark may reorder.
 *
 * @param plan its output holds the original's columns, same ids, and the parts, perhaps others, in any order
 * @param parts columns of {@code plan}: BIGINT, an ordinal, BINARY, a set, or a range ({@link TagRanges}); a null one adds
 *     nothing. Empty when nothing below has ordinals
 * @param open whether every row is open, whatever its parts say
 */
record Tagged(LogicalPlan plan, List<Attribute> parts, boolean open, Facts facts) {
    Tagged {
        parts = List.copyOf(parts);
    }

    /** Nothing below has ordinals. */
    static Tagged untagged(LogicalPlan plan) {
        return new Tagged(plan, List.of(), false, Facts.NONE);
    }

    /** {@code plan}, of whose columns one is the tags. */
    static Tagged by(Attribute part, LogicalPlan plan, Facts facts) {
        return new Tagged(plan, List.of(part), false, facts);
    }

    /** {@code columns} of {@code plan} and then {@code part} under a name of its own. */
    static Tagged of(List<? extends NamedExpression> columns, Expression part, LogicalPlan plan, Facts facts) {
        return untagged(plan).with(facts).and(columns, List.of(part));
    }

    /** {@code columns} out of these rows, with these parts more. */
    Tagged and(List<? extends NamedExpression> columns, List<? extends Expression> more) {
        List<NamedExpression> all = new ArrayList<>(columns);
        all.addAll(parts);
        List<Attribute> every = new ArrayList<>(parts);
        for (Expression part : more) {
            Alias alias = Nodes.alias(part, TagRewriter.TAG_NAME);
            all.add(alias);
            every.add(alias.toAttribute());
        }
        return new Tagged(Nodes.project(all, plan), every, open, facts);
    }

    /** The same rows out of {@code other}, which passed the parts on. */
    Tagged over(LogicalPlan other) {
        return new Tagged(
                other,
                parts.stream().map(part -> Nodes.inOutput(other, part.exprId())).toList(),
                open,
                facts);
    }

    /** The rows of {@code join}, which passed the parts of both sides on. */
    static Tagged both(Tagged left, Tagged right, LogicalPlan join, Facts facts) {
        List<Attribute> parts = new ArrayList<>(left.parts);
        parts.addAll(right.parts);
        return new Tagged(join, parts, left.open || right.open, facts).over(join);
    }

    boolean isTagged() {
        return !parts.isEmpty();
    }

    /** The same, an empty part where there is none: what kept other rows out has ordinals, though these have none. */
    Tagged marked(List<Attribute> columns) {
        return isTagged() ? this : and(columns, List.of(TagExpressions.empty()));
    }

    /** The row's set, never null. */
    Expression set(TagExpressions sets) {
        return sets.united(parts, open);
    }

    /** Exactly {@code columns} and then one part, never null. Only the columns where nothing is tagged. */
    Tagged single(List<Attribute> columns, TagExpressions sets) {
        return isTagged() ? only(columns, sets.single(parts, open)) : ordered(columns);
    }

    /** Exactly {@code columns} and then one column, the row's set; never null. Only the columns where nothing is tagged. */
    Tagged written(List<Attribute> columns, TagExpressions sets) {
        return isTagged() ? only(columns, set(sets)) : ordered(columns);
    }

    private Tagged only(List<Attribute> columns, Expression part) {
        return untagged(plan).with(facts.toldIf(open)).and(columns, List.of(part));
    }

    /** Exactly {@code columns} and then the parts. */
    Tagged ordered(List<Attribute> columns) {
        List<Attribute> wanted = new ArrayList<>(columns);
        wanted.addAll(parts);
        List<Attribute> actual = Nodes.output(plan);
        boolean same = wanted.size() == actual.size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = Nodes.sameId(wanted.get(i), actual.get(i));
        }
        return same ? this : new Tagged(Nodes.project(wanted, plan), parts, open, facts);
    }

    /** The same, these columns known to be decided by other rows. */
    Tagged volatileIn(Collection<? extends Attribute> columns) {
        return with(facts.alsoVolatile(columns));
    }

    Tagged with(Facts other) {
        return new Tagged(plan, parts, open, other);
    }

    /** The same, each row's parts telling of it whether it is open or unknown. */
    Tagged telling() {
        return with(facts.toldIf(true));
    }

    /** All rows open, if {@code opens}. */
    Tagged openedIf(boolean opens) {
        return opens ? opened() : this;
    }

    /** All rows open. */
    Tagged opened() {
        return new Tagged(plan, parts, true, facts);
    }
}
