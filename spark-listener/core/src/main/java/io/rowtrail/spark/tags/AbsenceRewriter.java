package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.TypedFilter;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/**
 * Rewrites an analysed query so that each row carries its tags and, exactly, the transactions that kept rows out, took
 * them away or moved them; by letting ghosts travel: rows that are not in the result and might have been.
 *
 * <p>The same operator table as {@link TagRewriter}'s, for a query that is run again on demand: it costs a multiple of the
 * query itself. What an operator's rule is, and why it is enough, follows from what {@link Annotated} promises.
 */
public final class AbsenceRewriter {
    private final TagSources sources;
    private final Bound bound;
    private final TagExpressions sets;
    private final Verdict verdict = new Verdict();
    private final GhostRows rows;
    private final GhostJoins joins;
    private final GhostGroups groups;
    private final GhostSets unions;
    private final GhostLimits limits;

    public AbsenceRewriter(TagSources sources, Bound bound) {
        this.sources = sources;
        this.bound = bound;
        this.sets = new TagExpressions(bound);
        this.rows = new GhostRows(this);
        this.joins = new GhostJoins(this);
        this.groups = new GhostGroups(this);
        this.unions = new GhostSets(this);
        this.limits = new GhostLimits(this);
    }

    /**
     * A rewritten query.
     *
     * @param plan the query's columns, same ids and order, and then the next three
     * @param tags as {@link TagRewriter} would have them, open exactly where the absence is not empty
     * @param absence of a live row: without a transaction that is neither here nor in its tags, the row would be the same; of a
     *     ghost: without none of these it could not be there
     * @param live whether the row is in the query's result
     * @param decided the query's columns whose value other rows decide: a ghost has none there that could be relied on
     * @param beyond a set, the same for all rows: without one of these there may be rows that no ghost stands for
     */
    public record Result(
            LogicalPlan plan,
            Attribute tags,
            Attribute absence,
            Attribute live,
            List<Attribute> decided,
            Expression beyond,
            Verdict verdict) {}

    public Result rewriteQuery(LogicalPlan query) {
        Annotated found = rewrite(Nodes.inlined(query));
        // What is in a row's tags is told already: without it nothing is promised of the row.
        Alias others = Nodes.alias(
                new If(found.live(), TagExpressions.minus(found.absence(), found.tags()), found.absence()),
                Annotated.ABSENCE_NAME);
        List<NamedExpression> columns = new ArrayList<>(Nodes.output(query));
        columns.addAll(List.of(found.tags(), others, found.live()));
        LogicalPlan plan = Nodes.project(columns, found.plan());
        Alias tags =
                Nodes.alias(TagExpressions.openedBy(found.tags(), others.toAttribute()), TagRewriter.TAG_NAME);
        List<NamedExpression> all = new ArrayList<>(Nodes.output(query));
        all.addAll(List.of(tags, others.toAttribute(), found.live()));
        List<Attribute> decided =
                Nodes.output(query).stream().filter(found::isVolatile).toList();
        return new Result(
                Nodes.project(all, plan),
                tags.toAttribute(),
                others.toAttribute(),
                found.live(),
                decided,
                found.beyond(),
                verdict);
    }

    TagExpressions sets() {
        return sets;
    }

    Verdict verdict() {
        return verdict;
    }

    GhostRows rows() {
        return rows;
    }

    GhostJoins joins() {
        return joins;
    }

    GhostGroups groups() {
        return groups;
    }

    Annotated rewrite(LogicalPlan plan) {
        if (plan.expressions().exists(e -> !e.deterministic())) {
            verdict.nondeterministic(plan.nodeName());
        }
        Annotated found = dispatch(plan);
        List<Attribute> wanted = new ArrayList<>(Nodes.output(plan));
        wanted.addAll(List.of(found.tags(), found.absence(), found.live()));
        List<Attribute> actual = Nodes.output(found.plan());
        boolean same = wanted.size() == actual.size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = Nodes.sameId(wanted.get(i), actual.get(i));
        }
        return same ? found : found.over(Nodes.project(wanted, found.plan()));
    }

    private Annotated dispatch(LogicalPlan plan) {
        if (plan instanceof CurrentState state) {
            return sources.versions(state, sets, verdict);
        } else if (plan.children().isEmpty()) {
            return sources.stored(plan, sets, verdict);
        } else if (plan instanceof Project project) {
            return rows.project(project);
        } else if (plan instanceof Filter filter) {
            return rows.filter(filter);
        } else if (plan instanceof Generate generate) {
            return rows.generate(generate);
        } else if (plan instanceof Expand expand) {
            return rows.expand(expand);
        } else if (plan instanceof Join join) {
            return joins.join(join);
        } else if (plan instanceof LateralJoin lateral) {
            return joins.lateral(lateral);
        } else if (plan instanceof Aggregate aggregate) {
            return groups.aggregate(aggregate);
        } else if (plan instanceof Distinct distinct) {
            return groups.distinct(rewrite(distinct.child()), Nodes.output(plan), plan.nodeName());
        } else if (plan instanceof Deduplicate deduplicate) {
            return groups.deduplicate(deduplicate);
        } else if (plan instanceof Window window) {
            return groups.window(window);
        } else if (plan instanceof Union union) {
            return unions.union(union);
        } else if (plan instanceof Intersect intersect) {
            return unions.intersect(intersect);
        } else if (plan instanceof Except except) {
            return unions.except(except);
        } else if (plan instanceof GlobalLimit || plan instanceof Offset) {
            return limits.cut(plan);
        } else if (plan instanceof CollectMetrics metrics) {
            return rewrite(metrics.child()); // of the run that is asked about, not of ours
        } else if (keepsRows(plan)) {
            return rows.passed(plan);
        }
        return broken(plan, "tags cannot be carried through this operator");
    }

    private static boolean keepsRows(LogicalPlan plan) {
        return plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof Sort
                || plan instanceof Sample
                || plan instanceof RepartitionOperation
                || plan instanceof RebalancePartitions
                || plan instanceof ResolvedHint
                || plan instanceof TypedFilter;
    }

    /** {@code plan} as it is, all unknown; if nothing below has ordinals, nothing is lost. */
    Annotated broken(LogicalPlan plan, String reason) {
        if (!new TagRewriter(sources, bound).rewrite(plan).isTagged()) {
            return Annotated.of(Nodes.output(plan), certain(), plan);
        }
        verdict.broken(plan.nodeName(), reason);
        Expression unknown = TagExpressions.literal(TagSet.unknown());
        return Annotated.of(Nodes.output(plan), new Annotated.Mark(unknown, unknown, Conditions.ALWAYS), plan)
                .beyond(unknown);
    }

    /** Of a row without any ordinal. */
    static Annotated.Mark certain() {
        return new Annotated.Mark(TagExpressions.empty(), TagExpressions.empty(), Conditions.ALWAYS);
    }

    /** What must be met so that anything at all changes in {@code rows}: the weights of all of them. */
    Expression hull(Annotated found, String operator) {
        LogicalPlan plan = lookingInside(found.plan());
        if (Conditions.looksOut(plan)) {
            verdict.superset(operator, "in a subquery of which each row outside sees other rows");
            return TagExpressions.literal(TagSet.unknown());
        }
        Alias all = Nodes.alias(sets.collected(found.weight(sets)), "_rt_all");
        return sets.union(
                found.beyond(), Nodes.scalarSubquery(Nodes.aggregate(List.of(), List.of(all), plan), List.of()));
    }

    /** More rows rather than rows chosen by what only the outer query knows; subqueries of {@code plan} itself stay. */
    private static LogicalPlan lookingInside(LogicalPlan plan) {
        if (!Conditions.looksOut(plan)) {
            return plan;
        }
        LogicalPlan inside = Nodes.withChildren(
                plan,
                Nodes.children(plan).stream()
                        .map(AbsenceRewriter::lookingInside)
                        .toList());
        return inside instanceof Filter filter
                ? Conditions.filtered(
                        filter.child(),
                        Conditions.parts(filter.condition()).stream()
                                .filter(part -> !Conditions.looksOut(part))
                                .toList())
                : inside;
    }
}
