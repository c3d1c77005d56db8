package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.JoinType;
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
        return new KeyGroups(groups, tags, Conditions.all(same).orElseThrow(), rows.facts());
    }

    /** {@code looking} joined with them, their tags one part more. */
    Tagged joined(Tagged looking, JoinType type, JoinHint hint, Facts result) {
        LogicalPlan join = new Join(looking.plan(), plan, type, Option.apply(same), hint);
        return Tagged.both(looking, Tagged.by(tags.toAttribute(), plan, facts), join, result);
    }
}
