package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
import org.apache.spark.sql.catalyst.plans.logical.OverwritePartitionsDynamic;
import org.apache.spark.sql.catalyst.plans.logical.UpdateTable;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataTypes;

/** The rules that hide the tag column of what is read. */
public final class HideRules {
    private HideRules() {}

    /** Early rule: holds each relation that is read back until its columns are settled, and the query under a write. */
    public static final class Hold extends Rule<LogicalPlan> {
        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return Walk.up(plan, HideRules::held, node -> !(node instanceof PendingRelation));
        }
    }

    /** Resolution rule: hides the column and lets the relation go. */
    public static final class Settle extends Rule<LogicalPlan> {
        private final UnaryOperator<Table> offering;
        private final Predicate<LogicalRelation> tagged;
        private final UnaryOperator<LogicalPlan> rowLevel;
        private final BooleanSupplier visible;

        /**
         * @param offering makes a table offer its tag column as a metadata column, where it can
         * @param tagged whether tags of these files can be read, where somebody asks for them
         * @param rowLevel sees each row-level command when its tables are known
         * @param visible whether the column shall stay an ordinary one
         */
        public Settle(
                UnaryOperator<Table> offering,
                Predicate<LogicalRelation> tagged,
                UnaryOperator<LogicalPlan> rowLevel,
                BooleanSupplier visible) {
            this.offering = offering;
            this.tagged = tagged;
            this.rowLevel = rowLevel;
            this.visible = visible;
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            LogicalPlan settled = settled(plan);
            return asksForTags(settled) ? Walk.up(settled, this::offered) : settled;
        }

        private LogicalPlan offered(LogicalPlan node) {
            boolean offer = node instanceof LogicalRelation relation
                    && relation.relation() instanceof HadoopFsRelation
                    && !FileColumn.isShown(relation)
                    && (FileColumn.isThere(relation) || tagged.test(relation));
            return offer ? new OfferedFiles((LogicalRelation) node, FileColumn.offer()) : node;
        }

        private static boolean asksForTags(LogicalPlan plan) {
            boolean[] any = {false};
            Walk.each(plan, node -> {
                if (!any[0] && !node.resolved()) {
                    any[0] = Nodes.expressions(node).stream().anyMatch(e -> Walk.contains(e, Settle::isTagName));
                }
            });
            return any[0];
        }

        private static boolean isTagName(Expression expression) {
            return expression instanceof UnresolvedAttribute name
                    && name.nameParts().last().equalsIgnoreCase(TagRewriter.TAG_NAME);
        }

        /** Down to the commands that read all columns, wherever they stand: what was held must be let go everywhere. */
        private LogicalPlan settled(LogicalPlan plan) {
            if (plan instanceof MergeIntoTable merge) {
                return merged(merge);
            }
            if (readsAllColumns(plan)) {
                LogicalPlan free = letGo(plan);
                boolean known = free instanceof UpdateTable || free instanceof DeleteFromTable;
                return known && free.children().apply(0).resolved() ? rowLevel.apply(free) : free;
            }
            List<LogicalPlan> children = new ArrayList<>();
            boolean changed = false;
            for (LogicalPlan child : Nodes.children(plan)) {
                LogicalPlan after = settled(child);
                changed |= after != child;
                children.add(after);
            }
            LogicalPlan node = changed ? Nodes.withChildren(plan, children) : plan;
            return hidden(Walk.inSubqueries(node, subquery -> settled(subquery)));
        }

        private LogicalPlan hidden(LogicalPlan node) {
            LogicalPlan released = released(node);
            if (visible.getAsBoolean()) {
                return released;
            }
            if (released instanceof LogicalRelation relation) {
                return FileColumn.hidden(relation);
            }
            return released instanceof DataSourceV2Relation relation ? TagColumn.hidden(relation, offering) : released;
        }

        /**
         * {@code UPDATE SET *} and {@code INSERT *} ask the source for every column of the target: for the tag column, of which
         * their author cannot know, it gets a placeholder.
         */
        private LogicalPlan merged(MergeIntoTable merge) {
            LogicalPlan source = settled(merge.sourceTable());
            // Held until then, else Spark would expand a star in the middle of a turn, before the source has all it
            // asks for.
            LogicalPlan target = source.resolved() ? letGo(merge.targetTable()) : merge.targetTable();
            LogicalPlan known = target == merge.targetTable() && source == merge.sourceTable()
                    ? merge
                    : Nodes.withChildren(merge, List.of(target, source));
            if (!target.resolved() || !source.resolved()) {
                return known;
            }
            return padded((MergeIntoTable) rowLevel.apply(known));
        }

        private static LogicalPlan padded(MergeIntoTable merge) {
            LogicalPlan source = merge.sourceTable();
            boolean lacks = Nodes.output(merge.targetTable()).stream().anyMatch(TagColumn::isTag)
                    && Nodes.output(source).stream().noneMatch(TagColumn::isTag);
            if (!lacks) {
                return merge;
            }
            List<NamedExpression> columns = new ArrayList<>(Nodes.output(source));
            columns.add(Nodes.alias(Literal.create(null, DataTypes.BinaryType), TagRewriter.TAG_NAME));
            return Nodes.withChildren(merge, List.of(merge.targetTable(), Nodes.project(columns, source)));
        }
    }

    /** Post-hoc rule: a tag column that was asked for becomes an ordinary one. */
    public static final class Named extends Rule<LogicalPlan> {
        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return Walk.up(plan, Named::settled, node -> !readsAllColumns(node));
        }

        private static LogicalPlan settled(LogicalPlan node) {
            LogicalPlan bare = bare(node);
            if (bare instanceof LogicalRelation relation) {
                return FileColumn.settled(relation);
            }
            return bare instanceof DataSourceV2Relation relation ? TagColumn.settled(relation) : bare;
        }
    }

    private static LogicalPlan held(LogicalPlan node) {
        if (node instanceof AppendData
                || node instanceof OverwriteByExpression
                || node instanceof OverwritePartitionsDynamic) {
            LogicalPlan query = node.children().apply(0);
            boolean known = node.analyzed() || query instanceof HeldQuery;
            return known ? node : Nodes.withChildren(node, List.of(new HeldQuery(query)));
        }
        return node instanceof UnresolvedRelation || node instanceof RelationTimeTravel
                ? new PendingRelation(node)
                : node;
    }

    /** Lets all go that has been looked up, its columns as they are. */
    public static LogicalPlan letGo(LogicalPlan plan) {
        return Walk.up(
                plan,
                node -> node instanceof HeldQuery held && held.child().resolved()
                        ? held.child()
                        : bare(released(node)));
    }

    private static LogicalPlan bare(LogicalPlan node) {
        return node instanceof OfferedFiles offered ? offered.files() : node;
    }

    private static LogicalPlan released(LogicalPlan node) {
        return node instanceof PendingRelation pending && pending.child().resolved() ? pending.child() : node;
    }

    /** A row-level command reads its target with all columns. */
    private static boolean readsAllColumns(LogicalPlan node) {
        return switch (node.getClass().getSimpleName()) {
            case "MergeIntoTable", "UpdateTable", "DeleteFromTable", "WriteDelta", "ReplaceData" -> true;
            case "DeltaMergeInto", "DeltaUpdateTable", "DeltaDelete" -> true;
            default -> false;
        };
    }
}
