package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LateralSubquery;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Joins: both sides' tags where both sides met. A row that an outer or anti join keeps because the other side has no match
 * is open when the other side may lack rows; and each row of that other side may be what keeps such a row out.
 */
final class JoinRules {
    private final TagRewriter rewriter;

    JoinRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    Tagged join(Join join) {
        if (join.condition().isDefined()
                && SubqueryRules.contains(join.condition().get())) {
            return rewriter.broken(join, "a subquery in a join condition");
        }
        Tagged left = rewriter.rewrite(join.left());
        Tagged right = rewriter.rewrite(join.right());
        if (!left.isTagged() && !right.isTagged()) {
            return Tagged.untagged(joined(join, left.plan(), right.plan()));
        }
        JoinType type = join.joinType();
        Facts both = left.facts().and(right.facts());
        boolean byVolatile =
                join.condition().isDefined() && both.isVolatile(join.condition().get());
        Tagged result;
        if (type == Inner$.MODULE$ || type == Cross$.MODULE$) {
            result = Tagged.of(
                    Nodes.output(join),
                    union(left, right),
                    joined(join, left.plan(), right.plan()),
                    both);
        } else if (type == LeftOuter$.MODULE$ || type == RightOuter$.MODULE$ || type == FullOuter$.MODULE$) {
            result = outer(join, left, right, type != RightOuter$.MODULE$, type != LeftOuter$.MODULE$);
        } else if (type == LeftSemi$.MODULE$) {
            result = semi(join, left, right);
        } else if (type == LeftAnti$.MODULE$) {
            result = anti(join, left, right);
        } else {
            return rewriter.broken(join, "a join of type " + type.sql());
        }
        if (!byVolatile) {
            return result;
        }
        rewriter.verdict().opened(join.nodeName());
        return result.opened(Nodes.output(join)).with(result.facts().keptOut());
    }

    /** A subquery in FROM that sees the columns before it: joined as any other, but evaluated a row of the left side. */
    Tagged lateral(LateralJoin join) {
        if (join.condition().isDefined() && SubqueryRules.contains(join.condition().get())) {
            return rewriter.broken(join, "a subquery in a join condition");
        }
        LateralSubquery subquery = join.right();
        Tagged left = rewriter.rewrite(join.left());
        Tagged right = rewriter.rewrite(subquery.plan());
        LateralJoin joined = new LateralJoin(
                left.plan(), subquery.withNewPlan(right.plan()), join.joinType(), join.condition());
        if (!left.isTagged() && !right.isTagged()) {
            return Tagged.untagged(joined);
        }
        List<Attribute> output = Nodes.output(join);
        Facts both = left.facts().and(right.facts());
        boolean byVolatile = both.isVolatile(subquery)
                || (join.condition().isDefined() && both.isVolatile(join.condition().get()));
        Expression set = TagExpressions.orEmpty(union(left, right));
        Facts facts = both;
        if (join.joinType() == LeftOuter$.MODULE$) {
            set = openUnmatched(join, set, right);
            facts = facts.lacking(right.facts().reach()).alsoVolatile(Nodes.output(subquery.plan()));
        }
        Tagged result = Tagged.of(output, set, joined, facts);
        if (!byVolatile) {
            return result;
        }
        rewriter.verdict().opened(join.nodeName());
        return result.opened(output).with(result.facts().keptOut());
    }

    private static LogicalPlan joined(Join join, LogicalPlan left, LogicalPlan right) {
        return new Join(left, right, join.joinType(), join.condition(), join.hint());
    }

    private Expression union(Tagged left, Tagged right) {
        if (left.isTagged() && right.isTagged()) {
            return rewriter.sets().union(left.set(), right.set());
        }
        return TagExpressions.orElse(left.isTagged() ? left.set() : right.set(), TagSet.EMPTY);
    }

    private Tagged outer(Join join, Tagged left, Tagged right, boolean keepsLeft, boolean keepsRight) {
        Expression set = union(left, right);
        List<Attribute> decided = new ArrayList<>();
        Facts facts = left.facts().and(right.facts());
        if (keepsLeft) {
            set = openUnmatched(join, set, right);
            decided.addAll(Nodes.output(join.right()));
            facts = facts.lacking(right.facts().reach());
        }
        if (keepsRight) {
            set = openUnmatched(join, set, left);
            decided.addAll(Nodes.output(join.left()));
            facts = facts.lacking(left.facts().reach());
        }
        return Tagged.of(
                Nodes.output(join), set, joined(join, left.plan(), right.plan()), facts.alsoVolatile(decided));
    }

    private Expression openUnmatched(LogicalPlan join, Expression set, Tagged other) {
        if (!other.isTagged() || !other.facts().lacksRows()) {
            return set;
        }
        rewriter.verdict().opened(join.nodeName());
        return TagExpressions.openedWithout(set, other.set());
    }

    /** A left semi join looks at all its matches, as EXISTS does. */
    private Tagged semi(Join join, Tagged left, Tagged right) {
        LogicalPlan kept = joined(join, left.plan(), join.right());
        Facts facts = left.facts().and(right.facts());
        if (!right.isTagged()) {
            return new Tagged(kept, left.tag(), facts);
        }
        Expression matches =
                SubqueryRules.collectedMatches(rewriter.sets(), right, join.condition(), Nodes.output(join.left()));
        return Tagged.of(Nodes.output(join), rewriter.sets().union(left.set(), matches), kept, facts);
    }

    private Tagged anti(Join join, Tagged left, Tagged right) {
        LogicalPlan kept = joined(join, left.plan(), join.right());
        Facts facts = left.facts().and(right.facts()).lacking(right.facts().reach());
        Tagged result = Tagged.of(Nodes.output(join), left.set(), kept, facts);
        if (!right.facts().lacksRows()) {
            return result;
        }
        rewriter.verdict().opened(join.nodeName());
        return result.opened(Nodes.output(join));
    }
}
