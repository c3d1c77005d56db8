package io.rowtrail.recompute.plan;

import io.rowtrail.spark.plan.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * A recorded query, analysed, the plans of the tables it reads in their place.
 *
 * @param session to run it in
 * @param plan its columns in order, under the names of the text
 * @param columns what the query calls them
 * @param stored why some tables are read as they were stored, and not as the plans that made them; empty: none is
 * @param nondeterministic what the inputs do not determine, in any of the plans
 */
public record Assembled(
        SparkSession session,
        LogicalPlan plan,
        List<String> columns,
        List<String> stored,
        List<String> nondeterministic) {
    public Assembled {
        columns = List.copyOf(columns);
        stored = List.copyOf(stored);
        nondeterministic = List.copyOf(nondeterministic);
    }

    /** The column that the query calls {@code name}; null when there is none. */
    @org.jspecify.annotations.Nullable
    public Attribute column(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equals(name)) {
                return Nodes.output(plan).get(i);
            }
        }
        return null;
    }

    /** The same question of another plan with the same columns. */
    public Assembled with(LogicalPlan other) {
        return new Assembled(session, other, columns, stored, nondeterministic);
    }

    /** {@code plan} under the names by which the query's readers know its columns. */
    LogicalPlan named() {
        List<NamedExpression> items = new ArrayList<>();
        List<Attribute> output = Nodes.output(plan);
        for (int i = 0; i < output.size(); i++) {
            items.add(Nodes.alias(StoredType.of(output.get(i)), columns.get(i)));
        }
        return Nodes.project(items, plan);
    }
}
