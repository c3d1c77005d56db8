package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.LateralSubquery;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Joins: a pair with a ghost is a ghost. A row that an outer or half join keeps or rejects for its matches depends on the
 * ghosts among the possible ones.
 */
final class GhostJoins {
    private final AbsenceRewriter rewriter;
    private final TagExpressions sets;

    GhostJoins(AbsenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.sets = rewriter.sets();
    }

    Annotated join(Join join) {
        List<Expression> parts =
                join.condition().isDefined() ? Conditions.parts(join.condition().get()) : List.of();
        if (parts.stream().anyMatch(SubqueryRules::contains)) {
            return rewriter.broken(join, "a subquery in a join condition");
        }
        JoinType type = join.joinType();
        List<Attribute> output = Nodes.output(join);
        Annotated left = rewriter.rewrite(join.left());
        Annotated right = rewriter.rewrite(join.right());
        if (type == Inner$.MODULE$ || type == Cross$.MODULE$) {
            boolean few = atMostOne(join.left()) || atMostOne(join.right());
            return inner(left, right, parts, join.hint(), few);
        } else if (type == LeftOuter$.MODULE$) {
            return leftOuter(left, right, parts, output);
        } else if (type == RightOuter$.MODULE$) {
            return leftOuter(right, left, parts, output);
        } else if (type == FullOuter$.MODULE$) {
            Annotated kept = leftOuter(left, right, parts, output);
            Annotated others = half(right, left, parts, false);
            return GhostSets.together(kept, output, padded(others, output)).and(others, sets);
        } else if (type == LeftSemi$.MODULE$ || type == LeftAnti$.MODULE$) {
            return half(left, right, parts, type == LeftSemi$.MODULE$);
        }
        return rewriter.broken(join, "a join of type " + type.sql());
    }

    private static boolean atMostOne(LogicalPlan plan) {
        Option<Object> most = plan.maxRows();
        return most.isDefined() && (Long) most.get() <= 1;
    }

    /** All pairs for which {@code parts} hold or might; {@code few}: one side has a row at most, so all pairs are few. */
    Annotated inner(
            Annotated left, Annotated right, List<Expression> parts, JoinHint hint, boolean few) {
        List<Expression> fixed = fixed(parts, left, right);
        boolean each = few || fixed.size() == parts.size() || fixed.stream().anyMatch(part -> links(part, left, right));
        List<Expression> used = each ? fixed : parts;
        LogicalPlan joined = new Join(left.plan(), right.plan(), Inner$.MODULE$, condition(used), hint);
        Annotated pairs = Annotated.of(columns(left, right), pair(left.mark(), right.mark()), joined);
        pairs = pairs.and(left, sets).and(right, sets);
        return each ? rewriter.rows().filtered(pairs, rest(parts, fixed), "Join") : withoutPairs(pairs, left, right);
    }

    /** Which pairs there might be cannot be told without trying all: anything below may bring one. */
    private Annotated withoutPairs(Annotated pairs, Annotated left, Annotated right) {
        rewriter.verdict().opened("Join");
        rewriter.verdict().superset("Join", "its condition compares values that other rows decide, and nothing else");
        Expression beyond = sets.union(rewriter.hull(left, "Join"), rewriter.hull(right, "Join"));
        return pairs.beyond(beyond);
    }

    private static List<Expression> fixed(List<Expression> parts, Annotated left, Annotated right) {
        return parts.stream()
                .filter(part -> !left.isVolatile(part) && !right.isVolatile(part))
                .toList();
    }

    private static List<Expression> rest(List<Expression> parts, List<Expression> fixed) {
        List<Expression> rest = new ArrayList<>(parts);
        rest.removeAll(fixed);
        return rest;
    }

    /** An equality between the sides, by which rows can be brought together. */
    private static boolean links(Expression part, Annotated left, Annotated right) {
        if (!(part instanceof EqualTo || part instanceof EqualNullSafe)) {
            return false;
        }
        Expression one = part.children().apply(0);
        Expression other = part.children().apply(1);
        return (isOf(one, left) && isOf(other, right)) || (isOf(one, right) && isOf(other, left));
    }

    private static boolean isOf(Expression expression, Annotated side) {
        return !expression.references().isEmpty()
                && expression.references().subsetOf(side.plan().outputSet());
    }

    private static Option<Expression> condition(List<Expression> parts) {
        return Option.apply(Conditions.all(parts).orElse(null));
    }

    private static List<Attribute> columns(Annotated left, Annotated right) {
        List<Attribute> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        return columns;
    }

    /** Both must be there: a pair with one ghost comes when the ghost comes; with two, either of them must. */
    private Annotated.Mark pair(Annotated.Mark left, Annotated.Mark right) {
        Expression absence = new If(
                left.live(),
                new If(right.live(), sets.union(left.absence(), right.absence()), right.absence()),
                new If(right.live(), left.absence(), TagExpressions.smaller(left.absence(), right.absence())));
        return new Annotated.Mark(
                sets.union(left.tags(), right.tags()), absence, new And(left.live(), right.live()));
    }

    /** The rows of {@code left} with a match, or those without one; ghosts where that may turn. */
    Annotated half(Annotated left, Annotated right, List<Expression> parts, boolean matched) {
        List<NamedExpression> columns = new ArrayList<>(Nodes.output(left.plan()));
        GhostSubqueries subqueries = rewriter.rows().subqueries();
        GhostSubqueries.Match match = subqueries.match(right, inside(parts, left), List.of(), columns);
        boolean own = left.anyVolatile(parts);
        if (own || right.anyVolatile(parts) || !matched) {
            rewriter.verdict().opened("Join");
        }
        return possible(left, subqueries.fetching(left, columns), match, matched, own);
    }

    private static List<Expression> inside(List<Expression> parts, Annotated searching) {
        return parts.stream()
                .map(part -> Conditions.fromInside(part, searching.columns()))
                .toList();
    }

    /** {@code plan}: the rows of {@code left} with what {@code match} looks at; {@code own}: their own values may turn it. */
    private Annotated possible(
            Annotated left, LogicalPlan plan, GhostSubqueries.Match match, boolean matched, boolean own) {
        Expression turns = match.turns(sets);
        Expression kept = matched ? match.any() : new Not(match.any());
        Expression stays = sets.union(left.absence(), matched ? match.absence() : match.possible());
        Expression comes = own ? sets.union(turns, left.weight(sets)) : turns;
        Expression can = own
                ? Conditions.ALWAYS
                : new Or(kept, new Not(TagExpressions.isEmpty(turns)));
        Annotated.Mark mark = new Annotated.Mark(
                new If(left.live(), matched ? sets.union(left.tags(), match.tags()) : left.tags(), left.tags()),
                new If(left.live(), new If(kept, stays, comes), left.absence()),
                new And(left.live(), kept));
        return GhostRows.possible(
                left.marked(left.columns(), mark, Conditions.filtered(plan, List.of(can))));
    }

    /** The pairs, and each row of the kept side without one. */
    private Annotated leftOuter(
            Annotated kept, Annotated other, List<Expression> parts, List<Attribute> output) {
        if (fixed(parts, kept, other).size() == parts.size()) {
            return leftOuterAtOnce(kept, other, parts, output);
        }
        Annotated pairs = inner(kept, other, parts, JoinHint.NONE(), false);
        Annotated alone = half(kept, other, parts, false);
        return GhostSets.together(pairs, output, padded(alone, output)).and(alone, sets);
    }

    /**
     * Each row of the kept side twice: once for its pairs and once for itself, in one join. So a chain of outer joins does not
     * double with each of them.
     */
    private Annotated leftOuterAtOnce(
            Annotated kept, Annotated other, List<Expression> parts, List<Attribute> output) {
        rewriter.verdict().opened("Join");
        List<NamedExpression> fetched = new ArrayList<>(Nodes.output(kept.plan()));
        GhostSubqueries subqueries = rewriter.rows().subqueries();
        GhostSubqueries.Match match = subqueries.match(other, inside(parts, kept), List.of(), fetched);
        LogicalPlan once = subqueries.fetching(kept, fetched);

        Attribute alone = Nodes.attribute("_rt_alone", DataTypes.BooleanType, false);
        List<Attribute> columns = Nodes.output(once);
        List<Attribute> twice = new ArrayList<>(columns);
        twice.add(alone);
        LogicalPlan both = new Expand(
                Seqs.of(List.of(with(columns, Conditions.NEVER), with(columns, Conditions.ALWAYS))), Seqs.of(twice), once);
        List<Expression> met = new ArrayList<>(List.of(new Not(alone)));
        met.addAll(parts);
        LogicalPlan joined = new Join(both, other.plan(), LeftOuter$.MODULE$, condition(met), JoinHint.NONE());

        Expression there = new IsNotNull(Nodes.inOutput(joined, other.live().exprId()));
        Annotated.Mark pair = pair(kept.mark(), new Annotated.Mark(
                Nodes.inOutput(joined, other.tags().exprId()),
                Nodes.inOutput(joined, other.absence().exprId()),
                Nodes.inOutput(joined, other.live().exprId())));
        Annotated.Mark self = unmatched(kept, match);
        Annotated.Mark mark = new Annotated.Mark(
                new If(alone, self.tags(), pair.tags()),
                new If(alone, self.absence(), pair.absence()),
                new If(alone, self.live(), new And(there, pair.live())));
        List<Attribute> wanted = new ArrayList<>();
        output.forEach(column -> wanted.add(Nodes.inOutput(joined, column.exprId())));
        LogicalPlan rows = Conditions.filtered(joined, List.of(new Or(alone, there)));
        return GhostRows.possible(kept.marked(wanted, mark, rows).and(other, sets));
    }

    private static Seq<Expression> with(List<Attribute> columns, Expression more) {
        List<Expression> all = new ArrayList<>(columns);
        all.add(more);
        return Seqs.of(all);
    }

    /** A row that is there for want of matches, or would be. */
    private Annotated.Mark unmatched(Annotated rows, GhostSubqueries.Match match) {
        Expression absence = new If(match.any(), match.turns(sets), sets.union(rows.absence(), match.possible()));
        return new Annotated.Mark(
                rows.tags(),
                new If(rows.live(), absence, rows.absence()),
                new And(rows.live(), new Not(match.any())));
    }

    /** {@code rows} with nulls for those of {@code output} that they do not have, all under new ids. */
    private static Annotated padded(Annotated rows, List<Attribute> output) {
        List<Attribute> own = rows.columns();
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute column : output) {
            boolean has = own.stream().anyMatch(mine -> Nodes.sameId(mine, column));
            columns.add(Nodes.alias(has ? column : Literal.create(null, column.dataType()), column.name()));
        }
        return rows.marked(columns, rows.mark(), rows.plan());
    }

    /** A subquery in FROM that sees the columns before it: joined as any other, but evaluated a row of the left side. */
    Annotated lateral(LateralJoin join) {
        LateralSubquery subquery = join.right();
        boolean isInner = join.joinType() == Inner$.MODULE$ || join.joinType() == Cross$.MODULE$;
        if (!isInner || join.condition().isDefined()) {
            return rewriter.broken(join, "a lateral join that is outer or has a condition");
        }
        Annotated left = rewriter.rewrite(join.left());
        Annotated right = rewriter.rewrite(subquery.plan());
        if (GhostSubqueries.fetchesOverUnion(right.plan())) {
            return rewriter.broken(join, "a lateral join with a subquery over UNION ALL");
        }
        // Spark takes a held flag for nondeterministic, and has no lateral subqueries with such.
        LogicalPlan inside = Walk.up(right.plan(), node -> Walk.inExpressions(node, TagExpressions::released));
        LateralJoin joined =
                new LateralJoin(left.plan(), subquery.withNewPlan(inside), join.joinType(), Option.empty());
        Annotated pairs = Annotated.of(columns(left, right), pair(left.mark(), right.mark()), joined)
                .and(left, sets)
                .and(right, sets);
        if (!left.isVolatile(subquery)) {
            return pairs;
        }
        rewriter.verdict().opened(join.nodeName());
        return rewriter.rows().withPossible(pairs, left, Nodes.output(join), Nodes.output(subquery.plan()));
    }
}
