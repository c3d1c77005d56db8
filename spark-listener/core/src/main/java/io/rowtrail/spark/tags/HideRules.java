package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Walk;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** The rules that hide the tag column of what is read. */
public final class HideRules {
    private HideRules() {}

    /** Hint-batch rule: holds each relation that is read back until its columns are settled. */
    public static final class Guard extends Rule<LogicalPlan> {
        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return Walk.up(
                    plan, HideRules::guarded, node -> isRead(node) && !(node instanceof PendingRelation));
        }
    }

    /** Resolution rule: hides the column and lets the relation go. */
    public static final class Settle extends Rule<LogicalPlan> {
        private final UnaryOperator<Table> offering;

        /**
         * @param offering makes a table offer its tag column as a metadata column, where it can
         */
        public Settle(UnaryOperator<Table> offering) {
            this.offering = offering;
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return Walk.up(plan, node -> settled(node, offering), HideRules::isRead);
        }
    }

    /** Post-hoc rule: a tag column that was asked for becomes an ordinary one. */
    public static final class Named extends Rule<LogicalPlan> {
        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return Walk.up(
                    plan,
                    node -> node instanceof DataSourceV2Relation relation ? TagColumn.settled(relation) : node,
                    HideRules::isRead);
        }
    }

    private static LogicalPlan guarded(LogicalPlan node) {
        return node instanceof UnresolvedRelation || node instanceof RelationTimeTravel
                ? new PendingRelation(node)
                : node;
    }

    private static LogicalPlan settled(LogicalPlan node, UnaryOperator<Table> offering) {
        if (node instanceof PendingRelation pending) {
            return pending.child().resolved() ? pending.child() : node;
        }
        return node instanceof DataSourceV2Relation relation ? TagColumn.hidden(relation, offering) : node;
    }

    /** A row-level command reads its target with all columns. */
    private static boolean isRead(LogicalPlan node) {
        return switch (node.getClass().getSimpleName()) {
            case "MergeIntoTable", "UpdateTable", "DeleteFromTable", "WriteDelta", "ReplaceData" -> false;
            default -> true;
        };
    }
}
