package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;

/**
 * A rewritten operator: its output is the original's, same ids and order, and then the tag column.
 *
 * @param tag the last column of {@code plan}'s output, never null in any row; null when nothing below has ordinals, and
 *     then {@code plan} has no column more than the original
 */
record Tagged(LogicalPlan plan, @Nullable Attribute tag, Facts facts) {
    /** Nothing below has ordinals. */
    static Tagged untagged(LogicalPlan plan) {
        return new Tagged(plan, null, Facts.NONE);
    }

    /** {@code columns} of {@code plan} and then {@code set} as the tag column. */
    static Tagged of(List<? extends NamedExpression> columns, Expression set, LogicalPlan plan, Facts facts) {
        Alias alias = Nodes.alias(set, TagRewriter.TAG_NAME);
        List<NamedExpression> all = new ArrayList<>(columns);
        all.add(alias);
        return new Tagged(Nodes.project(all, plan), alias.toAttribute(), facts);
    }

    /** The same, these columns known to be decided by other rows. */
    Tagged volatileIn(List<Attribute> columns) {
        return with(facts.alsoVolatile(columns));
    }

    boolean isTagged() {
        return tag != null;
    }

    /** The tag column, or the empty set where nothing has ordinals. */
    Expression set() {
        return tag == null ? TagExpressions.empty() : tag;
    }

    Tagged with(Facts other) {
        return new Tagged(plan, tag, other);
    }

    /** All rows open. */
    Tagged opened(List<Attribute> original) {
        return tag == null ? this : of(original, TagExpressions.opened(tag), plan, facts);
    }
}
