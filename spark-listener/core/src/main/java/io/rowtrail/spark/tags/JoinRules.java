package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            result = Tagged.both(left, right, joined(join, left.plan(), right.plan()), both);
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
        return result.opened().with(result.facts().keptOut());
    }

    /** A subquery in FROM that sees the columns before it: joined as any other, but evaluated a row of the left side. */
    Tagged lateral(LateralJoin join) {
        if (join.condition().isDefined() && SubqueryRules.contains(join.condition().get())) {
            return rewriter.broken(join, "a subquery in a join condition");
        }
        LateralSubquery subquery = join.right();
        Tagged left = rewriter.rewrite(join.left());
        Tagged right = rewriter.rewrite(subquery.plan()).single(Nodes.output(subquery.plan()), rewriter.sets());
        LateralJoin joined = new LateralJoin(
                left.plan(), subquery.withNewPlan(right.plan()), join.joinType(), join.condition());
        if (!left.isTagged() && !right.isTagged()) {
            return Tagged.untagged(joined);
        }
        Facts both = left.facts().and(right.facts());
        boolean byVolatile = both.isVolatile(subquery)
                || (join.condition().isDefined() && both.isVolatile(join.condition().get()));
        Tagged result = Tagged.both(left, right, joined, both);
        if (join.joinType() == LeftOuter$.MODULE$) {
            result = openUnmatched(join, result, right)
                    .with(both.lacking(right.facts().reach()).alsoVolatile(Nodes.output(subquery.plan())));
        }
        if (!byVolatile) {
            return result;
        }
        rewriter.verdict().opened(join.nodeName());
        return result.opened().with(result.facts().keptOut());
    }

    private static LogicalPlan joined(Join join, LogicalPlan left, LogicalPlan right) {
        return new Join(left, right, join.joinType(), join.condition(), join.hint());
    }

    private Tagged outer(Join join, Tagged left, Tagged right, boolean keepsLeft, boolean keepsRight) {
        Tagged first = keepsRight ? telling(left, join.left()) : left;
        Tagged second = keepsLeft ? telling(right, join.right()) : right;
        List<Attribute> decided = new ArrayList<>();
        Facts facts = left.facts().and(right.facts());
        facts = facts.toldIf(facts.lacksRows());
        Tagged result = Tagged.both(first, second, joined(join, first.plan(), second.plan()), facts);
        if (keepsLeft) {
            result = openUnmatched(join, result, second);
            decided.addAll(Nodes.output(join.right()));
            facts = facts.lacking(right.facts().reach());
        }
        if (keepsRight) {
            result = openUnmatched(join, result, first);
            decided.addAll(Nodes.output(join.left()));
            facts = facts.lacking(left.facts().reach());
        }
        return result.with(facts.alsoVolatile(decided));
    }

    /** A side whose rows shall tell by their set, which is never null, that they were matched. */
    private Tagged telling(Tagged side, LogicalPlan original) {
        return side.facts().lacksRows() ? side.single(Nodes.output(original), rewriter.sets()) : side;
    }

    /** One part more: open where {@code other}, which has one set a row, has none. */
    private Tagged openUnmatched(LogicalPlan join, Tagged rows, Tagged other) {
        if (!other.isTagged() || !other.facts().lacksRows()) {
            return rows;
        }
        rewriter.verdict().opened(join.nodeName());
        Attribute theirs = Nodes.inOutput(rows.plan(), other.parts().get(0).exprId());
        return rows.and(
                Nodes.output(join), List.of(TagExpressions.openedWithout(TagExpressions.empty(), theirs)));
    }

    /** A left semi join looks at all its matches, as EXISTS does. */
    private Tagged semi(Join join, Tagged left, Tagged right) {
        Optional<Expression> reached = rewriter.sets().reached(right);
        Optional<MatchJoins.Match> match = reached.isEmpty() && join.condition().isDefined()
                ? MatchJoins.of(join.right(), join.condition().get())
                : Optional.empty();
        if (match.isPresent() && right.isTagged()) {
            return new MatchJoins(rewriter).joined(left, match.get(), right, join.hint());
        }
        LogicalPlan kept = joined(join, left.plan(), join.right());
        Facts facts = left.facts().and(right.facts());
        Tagged rows = left.over(kept).with(facts);
        if (!right.isTagged()) {
            return rows;
        }
        if (reached.isPresent()) {
            return rows.and(Nodes.output(join), List.of(reached.get())).openedIf(right.open());
        }
        Expression matches =
                SubqueryRules.collectedMatches(rewriter.sets(), right, join.condition(), Nodes.output(join.left()));
        return rows.and(Nodes.output(join), List.of(matches)).with(facts.toldIf(right.open()));
    }

    private Tagged anti(Join join, Tagged left, Tagged right) {
        LogicalPlan kept = joined(join, left.plan(), join.right());
        Facts facts = left.facts().and(right.facts()).lacking(right.facts().reach());
        Tagged result = left.over(kept).with(facts).marked(Nodes.output(join));
        if (!right.facts().lacksRows()) {
            return result;
        }
        rewriter.verdict().opened(join.nodeName());
        return result.opened();
    }
}
