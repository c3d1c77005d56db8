package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.Tuple2;

/**
 * Resolution rule: an INSERT by position that leaves the tag column out, since its author cannot know of it, gets a
 * placeholder before Spark compares the number of columns.
 */
public final class PadInserts extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        if (!(plan instanceof InsertIntoStatement insert)
                || insert.byName()
                || !insert.table().resolved()
                || !insert.query().resolved()
                || !insert.userSpecifiedCols().isEmpty()) {
            return plan;
        }
        List<Attribute> wanted = new ArrayList<>(Nodes.output(insert.table()));
        wanted.removeIf(column -> isGiven(insert, column));
        List<NamedExpression> given = new ArrayList<>(Nodes.output(insert.query()));
        int place = -1;
        for (int i = 0; i < wanted.size(); i++) {
            place = TagColumn.isTag(wanted.get(i)) ? i : place;
        }
        if (place < 0 || given.size() != wanted.size() - 1) {
            return plan;
        }
        given.add(place, Nodes.alias(Literal.create(null, DataTypes.BinaryType), wanted.get(place).name()));
        return Nodes.replaced(insert, insert.query(), Nodes.project(given, insert.query()));
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
