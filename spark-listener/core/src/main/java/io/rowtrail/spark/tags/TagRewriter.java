package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.lookup.TraceIds;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Walk;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
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
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites an analysed query so that each row carries its tags: the operator table, one method or class an entry.
 *
 * <p>Bottom up; each step returns a plan that has the original's columns and, in others, the parts of its rows' tags. What
 * it does not know is a break: its rows are {@code unknown}, never guessed.
 */
public final class TagRewriter {
    static final String TAG_NAME = "_rt_tags";

    private final TagSources sources;
    private final TagExpressions sets;
    private final Verdict verdict = new Verdict();
    private final RowRules rows;
    private final JoinRules joins;
    private final GroupRules groups;
    private final SetRules unions;
    private final CteRules ctes;

    /** Rows get their sets, within {@code bound}. */
    public TagRewriter(TagSources sources, Bound bound) {
        this(sources, TagStyle.sets(bound));
    }

    public TagRewriter(TagSources sources, TagStyle style) {
        this.sources = sources;
        this.sets = new TagExpressions(style);
        this.rows = new RowRules(this);
        this.joins = new JoinRules(this);
        this.groups = new GroupRules(this);
        this.unions = new SetRules(this);
        this.ctes = new CteRules(this);
    }

    /**
     * A rewritten query.
     *
     * @param plan the query's columns and then the tag column
     * @param tag the tag column; null when no source has ordinals, and then {@code plan} has the query's columns only
     * @param absence what may have kept rows out of the result
     * @param through no ordinal that can reach the result is greater
     * @param decided the query's columns whose value other rows decide
     */
    public record Result(
            LogicalPlan plan,
            @Nullable Attribute tag,
            Absence absence,
            long through,
            DecidedColumns decided,
            Verdict verdict) {}

    public Result rewriteQuery(LogicalPlan query) {
        List<Attribute> output = Nodes.output(query);
        // One definition read in several subqueries would have to be tagged in some and left alone in others.
        Tagged tagged = rewrite(Nodes.inlined(query)).written(output, sets);
        Facts facts = tagged.facts();
        List<Attribute> decided = output.stream().filter(facts::isVolatile).toList();
        return new Result(
                tagged.plan(),
                tagged.isTagged() ? tagged.parts().get(0) : null,
                facts.absence(),
                facts.reach().max(),
                DecidedColumns.of(decided),
                verdict);
    }

    /** {@code query} as it is under a tag column whose sets are unknown: {@code operator} is not to be touched. */
    public static Result unknownQuery(LogicalPlan query, String operator, String reason, TagStyle style) {
        Tagged tagged = unknown(query).written(Nodes.output(query), new TagExpressions(style));
        return new Result(
                tagged.plan(),
                tagged.parts().get(0),
                tagged.facts().absence(),
                tagged.facts().reach().max(),
                DecidedColumns.ANY,
                Verdict.brokenBy(operator, reason));
    }

    TagExpressions sets() {
        return sets;
    }

    Verdict verdict() {
        return verdict;
    }

    Tagged rewrite(LogicalPlan plan) {
        Tagged tagged = dispatch(plan);
        if (plan.expressions().exists(e -> !e.deterministic() || Walk.contains(e, TraceIds::isCalledBy))) {
            verdict.nondeterministic(plan.nodeName());
        }
        return tagged;
    }

    private Tagged dispatch(LogicalPlan plan) {
        if (plan instanceof CurrentState state) {
            return sources.current(state, sets);
        } else if (plan instanceof CTERelationRef reference) {
            return ctes.reference(reference);
        } else if (plan.children().isEmpty()) {
            return sources.leaf(plan, verdict);
        } else if (plan instanceof WithCTE with) {
            return ctes.with(with);
        } else if (plan instanceof Project project) {
            return rows.project(project);
        } else if (plan instanceof Filter filter) {
            return rows.filter(filter);
        } else if (plan instanceof Join join) {
            return joins.join(join);
        } else if (plan instanceof LateralJoin lateral) {
            return joins.lateral(lateral);
        } else if (plan instanceof Aggregate aggregate) {
            return groups.aggregate(aggregate);
        } else if (plan instanceof Distinct distinct) {
            return groups.distinct(rewrite(distinct.child()), Nodes.output(plan), "Distinct");
        } else if (plan instanceof Deduplicate deduplicate) {
            return groups.deduplicate(deduplicate);
        } else if (plan instanceof Window window) {
            return groups.window(window);
        } else if (plan instanceof Expand expand) {
            return rows.expand(expand);
        } else if (plan instanceof Union union) {
            return unions.union(union);
        } else if (plan instanceof Intersect intersect) {
            return unions.intersect(intersect);
        } else if (plan instanceof Except except) {
            return unions.except(except);
        } else if (plan instanceof GlobalLimit limit) {
            return rows.limit(limit);
        } else if (plan instanceof Offset offset) {
            return rows.offset(offset);
        } else if (keepsRows(plan)) {
            return rows.passed(plan);
        }
        return broken(plan, "tags cannot be carried through this operator");
    }

    /** Each row of these is a row of its one child. */
    private static boolean keepsRows(LogicalPlan plan) {
        return plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof Sort
                || plan instanceof LocalLimit
                || plan instanceof Sample
                || plan instanceof RepartitionOperation
                || plan instanceof RebalancePartitions
                || plan instanceof ResolvedHint
                || plan instanceof TypedFilter
                || plan instanceof CollectMetrics
                || plan instanceof EventTimeWatermark
                || plan instanceof Generate;
    }

    /** The distinct rows of a set operation's side, each with the tags of all its repeats. */
    Tagged groupedSide(LogicalPlan side, String operator) {
        return groups.distinct(rewrite(side), Nodes.output(side), operator).single(Nodes.output(side), sets);
    }

    /** {@code plan} as it is, its rows unknown; if nothing below has ordinals, nothing is lost. */
    Tagged broken(LogicalPlan plan, String reason) {
        boolean tagged = plan.children().isEmpty();
        for (LogicalPlan child : Nodes.children(plan)) {
            tagged |= rewrite(child).isTagged();
        }
        if (!tagged) {
            return Tagged.untagged(plan);
        }
        verdict.broken(plan.nodeName(), reason);
        return unknown(plan);
    }

    /** Any transaction may have made these rows, or kept them out. */
    static Tagged unknown(LogicalPlan plan) {
        return Tagged.of(
                Nodes.output(plan),
                TagExpressions.literal(TagSet.unknown()),
                plan,
                Facts.UNKNOWN);
    }
}
