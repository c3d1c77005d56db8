package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.Tuple2;

/**
 * Resolution rule: a write that leaves the tag column out, since its author cannot know of it, gets a placeholder before
 * Spark compares its columns with the table's.
 */
public final class PadWrites extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Walk.up(plan, PadWrites::padded);
    }

    private static LogicalPlan padded(LogicalPlan node) {
        if (node instanceof InsertIntoStatement insert
                && insert.table().resolved()
                && insert.query().resolved()) {
            return inserted(insert);
        }
        if (node instanceof V2WriteCommand write
                && write.query() instanceof HeldQuery held
                && held.child().resolved()) {
            return Nodes.withChildren(node, List.of(written(write, held.child())));
        }
        return node;
    }

    private static LogicalPlan written(V2WriteCommand write, LogicalPlan query) {
        LogicalPlan table = (LogicalPlan) write.table();
        if (!table.resolved()) {
            return query;
        }
        List<Attribute> wanted = Nodes.output(table);
        List<Attribute> given = Nodes.output(query);
        int place = place(wanted);
        if (place < 0) {
            return query;
        }
        if (write.isByName()) {
            return place(given) < 0 ? withPlaceholder(query, given.size()) : query;
        }
        return given.size() == wanted.size() - 1 ? withPlaceholder(query, place) : query;
    }

    private static LogicalPlan inserted(InsertIntoStatement insert) {
        List<Attribute> wanted = new ArrayList<>(Nodes.output(insert.table()));
        wanted.removeIf(column -> isGiven(insert, column));
        List<Attribute> given = Nodes.output(insert.query());
        List<String> named = new ArrayList<>(Seqs.<String>java(insert.userSpecifiedCols()));
        int place = place(wanted);
        if (place < 0) {
            return insert;
        }
        if (!named.isEmpty()) {
            boolean lacks = named.size() == given.size()
                    && named.stream().noneMatch(name -> name.equalsIgnoreCase(TagRewriter.TAG_NAME));
            named.add(TagRewriter.TAG_NAME);
            return lacks
                    ? Nodes.replaced(with(insert, given.size()), insert.userSpecifiedCols(), Seqs.of(named))
                    : insert;
        }
        if (insert.byName()) {
            return place(given) < 0 ? with(insert, given.size()) : insert;
        }
        return given.size() == wanted.size() - 1 ? with(insert, place) : insert;
    }

    private static LogicalPlan with(InsertIntoStatement insert, int place) {
        return Nodes.replaced(insert, insert.query(), withPlaceholder(insert.query(), place));
    }

    private static LogicalPlan withPlaceholder(LogicalPlan query, int place) {
        List<NamedExpression> columns = new ArrayList<>(Nodes.output(query));
        columns.add(place, Nodes.alias(Literal.create(null, DataTypes.BinaryType), TagRewriter.TAG_NAME));
        return Nodes.project(columns, query);
    }

    /** The tag column's; less than 0 when it is not there. */
    private static int place(List<Attribute> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (TagColumn.isTag(columns.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the statement itself names the partition's value. */
    private static boolean isGiven(InsertIntoStatement insert, Attribute column) {
        for (Tuple2<String, Option<String>> entry :
                Seqs.<Tuple2<String, Option<String>>>java(insert.partitionSpec())) {
            if (entry._1().equalsIgnoreCase(column.name()) && entry._2().isDefined()) {
                return true;
            }
        }
        return false;
    }
}
