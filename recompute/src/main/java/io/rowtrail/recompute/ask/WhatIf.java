package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.current.ResolveCurrent;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import io.rowtrail.trace.RowtrailColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataTypes;

/** The run's query over the change tables without some transactions, against the same query over all of them. */
public final class WhatIf {
    private final Lake lake;

    public WhatIf(Lake lake) {
        this.lake = lake;
    }

    /** {@code {added, removed, counts, exactness, reasons}}: a multiset difference, rows by their columns. */
    public ObjectNode answer(Question question) {
        if (question.without().isEmpty()) {
            throw new BadQuestionException("/without", "at least one transaction that is to be left out");
        }
        Assembled query = lake.query(question);
        Findings findings = Findings.of(query, Findings.Exactness.UNKNOWN);
        Expression key = KeyFilter.of(question.key(), query);
        LogicalPlan before = new Filter(key, query.plan());
        LogicalPlan after = new Filter(key, without(query.plan(), question.without()));
        MultisetDiff diff = new MultisetDiff(query, before, after);
        Map<String, Long> counts = new LinkedHashMap<>(diff.counts());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        told(diff.added(question.limit()), answer.putArray("added"), query.columns(), question.limit());
        told(diff.removed(question.limit()), answer.putArray("removed"), query.columns(), question.limit());
        answer.set("counts", RowJson.strings(counts));
        return findings.into(answer);
    }

    private static void told(List<Row> rows, ArrayNode array, List<String> columns, int limit) {
        for (Row row : rows) {
            long times = row.getLong(columns.size());
            for (long i = 0; i < times && array.size() < limit; i++) {
                array.addObject().set("columns", RowJson.columns(row, columns));
            }
        }
    }

    private static LogicalPlan without(LogicalPlan plan, Set<Long> transactions) {
        LogicalPlan filtered = Walk.up(
                plan,
                node -> node instanceof DataSourceV2Relation relation
                                && ResolveCurrent.describe(relation).isPresent()
                        ? without(relation, transactions)
                        : node,
                node -> !(node instanceof CurrentState));
        return Walk.up(
                filtered,
                node -> node instanceof CurrentState state
                        ? state.with(state.table().orElseThrow().without(transactions))
                        : node);
    }

    private static LogicalPlan without(DataSourceV2Relation relation, Set<Long> transactions) {
        Expression ordinal = Nodes.output(relation).stream()
                .filter(column -> column.name().equalsIgnoreCase(RowtrailColumns.TX))
                .findFirst()
                .orElseThrow();
        List<Expression> removed = transactions.stream()
                .<Expression>map(transaction -> Literal.create(transaction, DataTypes.LongType))
                .toList();
        return new Filter(new Or(new IsNull(ordinal), new Not(new In(ordinal, Seqs.of(removed)))), relation);
    }
}
