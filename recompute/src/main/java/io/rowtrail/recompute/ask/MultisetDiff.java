package io.rowtrail.recompute.ask;

import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.plan.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.functions;

/** What one query yields and another does not, each row as often as it is more: EXCEPT ALL both ways, in one grouping. */
final class MultisetDiff {
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    private final org.apache.spark.sql.Dataset<Row> grouped;
    private final List<Column> columns = new ArrayList<>();

    MultisetDiff(Assembled query, LogicalPlan before, LogicalPlan after) {
        org.apache.spark.sql.Dataset<Row> all = side(query, before, 1, 0).unionAll(side(query, after, 0, 1));
        for (int i = 0; i < query.columns().size(); i++) {
            columns.add(functions.col("c" + i));
        }
        this.grouped = all.groupBy(columns.toArray(new Column[0]))
                .agg(functions.sum(BEFORE).as(BEFORE), functions.sum(AFTER).as(AFTER));
    }

    private static org.apache.spark.sql.Dataset<Row> side(Assembled query, LogicalPlan plan, int before, int after) {
        List<NamedExpression> named = new ArrayList<>();
        List<Attribute> output = Nodes.output(plan);
        for (int i = 0; i < output.size(); i++) {
            named.add(Nodes.alias(output.get(i), "c" + i));
        }
        return Dataset.ofRows(query.session(), Nodes.project(named, plan))
                .withColumn(BEFORE, functions.lit(before))
                .withColumn(AFTER, functions.lit(after));
    }

    /** {@code before}, {@code after}, {@code added}, {@code removed}. */
    Map<String, Long> counts() {
        Column more = functions.col(AFTER).minus(functions.col(BEFORE));
        Column none = functions.lit(0L);
        Row row = grouped.agg(
                        functions.sum(BEFORE),
                        functions.sum(AFTER),
                        functions.sum(functions.greatest(more, none)),
                        functions.sum(functions.greatest(functions.negate(more), none)))
                .head();
        Map<String, Long> counts = new LinkedHashMap<>();
        List<String> names = List.of(BEFORE, AFTER, "added", "removed");
        for (int i = 0; i < names.size(); i++) {
            counts.put(names.get(i), row.isNullAt(i) ? 0L : row.getLong(i));
        }
        return counts;
    }

    /** Rows that only the second query yields, and how often more; in their own order. */
    List<Row> added(int most) {
        return more(AFTER, BEFORE, most);
    }

    List<Row> removed(int most) {
        return more(BEFORE, AFTER, most);
    }

    private List<Row> more(String side, String other, int most) {
        List<Column> all = new ArrayList<>(columns);
        all.add(functions.col(side).minus(functions.col(other)).as("times"));
        return grouped.where(functions.col(side).gt(functions.col(other)))
                .orderBy(columns.toArray(new Column[0]))
                .limit(most)
                .select(all.toArray(new Column[0]))
                .collectAsList();
    }
}
