package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;

/**
 * The rows of a match in groups by its keys: a row that looks finds at most one.
 *
 * @param plan keys, values and tags of each group
 * @param tags of the group's rows, united
 * @param same what a row that looks and its group have in common
 * @param facts of the grouped rows
 */
record KeyGroups(LogicalPlan plan, Alias tags, Expression same, Facts facts) {
    /** {@code rows}, the rewritten rows of {@code match}, with these {@code values} over each group. */
    static KeyGroups of(MatchJoins.Match match, Tagged rows, List<Alias> values, TagExpressions sets) {
        List<NamedExpression> columns = new ArrayList<>();
        List<Expression> same = new ArrayList<>();
        for (int i = 0; i < match.keys().size(); i++) {
            Alias key = Nodes.alias(match.keys().get(i), "_rt_key");
            columns.add(key);
            same.add(new EqualTo(match.columns().get(i), key.toAttribute()));
        }
        columns.addAll(values);
        Alias tags = Nodes.alias(sets.collected(rows), TagRewriter.TAG_NAME);
        columns.add(tags);
        LogicalPlan groups = Nodes.aggregate(match.keys(), columns, rows.plan());
        return new KeyGroups(groups, tags, Conditions.all(same).orElseThrow(), rows.facts().toldIf(rows.open()));
    }

    /**
     * The rows of {@code looking} that find a group, below the inner joins with what the groups do not ask for: a match is a filter, and
     * Spark, which pushes a semi join down to there, leaves joins in the order that they were written in.
     */
    static LogicalPlan found(LogicalPlan looking, LogicalPlan groups, Expression same, JoinHint hint) {
        if (looking instanceof Filter filter && filter.deterministic()) {
            return Nodes.withChildren(filter, List.of(found(filter.child(), groups, same, hint)));
        }
        if (looking instanceof Join join && isInner(join.joinType())) {
            if (hasAll(join.left(), same, groups)) {
                return Nodes.withChildren(join, List.of(found(join.left(), groups, same, hint), join.right()));
            }
            if (hasAll(join.right(), same, groups)) {
                return Nodes.withChildren(join, List.of(join.left(), found(join.right(), groups, same, hint)));
            }
        }
        return new Join(looking, groups, Inner$.MODULE$, Option.apply(same), hint);
    }

    /** Whether {@code side} has all columns that ask for a group. */
    private static boolean hasAll(LogicalPlan side, Expression same, LogicalPlan groups) {
        return Seqs.<Attribute>java(same.references()).stream()
                .allMatch(column -> side.outputSet().contains(column) || groups.outputSet().contains(column));
    }

    private static boolean isInner(JoinType type) {
        return type == Inner$.MODULE$ || type == Cross$.MODULE$;
    }

    /** {@code looking} joined with them, their tags one part more. */
    Tagged joined(Tagged looking, JoinType type, JoinHint hint, Facts result) {
        LogicalPlan join = type == Inner$.MODULE$
                ? found(looking.plan(), plan, same, hint)
                : new Join(looking.plan(), plan, type, Option.apply(same), hint);
        return Tagged.both(looking, Tagged.by(tags.toAttribute(), plan, facts), join, result);
    }
}
