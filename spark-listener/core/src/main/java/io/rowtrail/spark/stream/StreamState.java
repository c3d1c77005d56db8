package io.rowtrail.spark.stream;

import io.rowtrail.spark.plan.Nodes;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.TypedFilter;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;

/**
 * Which operators of a stream keep state between its batches. A column more below one of them is a column more in its
 * checkpoint, which a query that began without it, or goes on without it, could not read.
 */
public final class StreamState {
    private StreamState() {}

    /** The name of an operator over a stream that keeps state, or might; empty if each row is only looked at by itself. */
    public static Optional<String> keeper(LogicalPlan plan) {
        if (!plan.isStreaming()) {
            return Optional.empty();
        }
        if (!plan.children().isEmpty() && !isStateless(plan)) {
            return Optional.of(plan.nodeName());
        }
        return Nodes.children(plan).stream()
                .map(StreamState::keeper)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isStateless(LogicalPlan plan) {
        if (plan instanceof Join join) {
            return !(join.left().isStreaming() && join.right().isStreaming());
        }
        return plan instanceof Project
                || plan instanceof Filter
                || plan instanceof TypedFilter
                || plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof Union
                || plan instanceof Generate
                || plan instanceof EventTimeWatermark
                || plan instanceof RepartitionOperation
                || plan instanceof ResolvedHint
                || plan instanceof CollectMetrics
                || plan instanceof WithCTE
                || plan instanceof CTERelationDef
                || plan instanceof CTERelationRef;
    }
}
