package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ExpandCurrent;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/** Runs plans over tables of {@link MemoryCatalog}, their rows put in the place of the relations. */
record MemoryRun(SparkSession session, Rows tables) {
    /** The rows of a table, only these columns. */
    interface Rows {
        List<Object[]> of(String table, List<String> columns);
    }

    LogicalPlan analysed(String query) {
        return session.sql(query).queryExecution().analyzed();
    }

    List<Row> collect(LogicalPlan plan) {
        LogicalPlan filled = Walk.up(
                new ExpandCurrent().apply(plan), node -> node instanceof DataSourceV2Relation relation ? filled(relation) : node);
        // Not by collect(): its listeners describe each plan at length.
        QueryExecution execution = session.sessionState()
                .executePlan(filled, CommandExecutionMode.ALL());
        execution.assertAnalyzed();
        List<DataType> types =
                Nodes.output(filled).stream().map(Attribute::dataType).toList();
        List<Row> rows = new ArrayList<>();
        for (InternalRow row : execution.executedPlan().executeCollect()) {
            Object[] values = new Object[types.size()];
            for (int i = 0; i < values.length; i++) {
                Object value = row.isNullAt(i) ? null : row.get(i, types.get(i));
                values[i] = value instanceof UTF8String text ? text.toString() : value;
            }
            rows.add(RowFactory.create(values));
        }
        return rows;
    }

    private LogicalPlan filled(DataSourceV2Relation relation) {
        List<Attribute> columns = Nodes.output(relation);
        List<String> names = columns.stream().map(Attribute::name).toList();
        List<Row> rows = new ArrayList<>();
        tables.of(relation.table().name(), names).forEach(row -> rows.add(RowFactory.create(row)));
        // In one partition nothing has to be exchanged above.
        return new Repartition(1, false, LocalRelation$.MODULE$.fromExternalRows(Seqs.of(columns), Seqs.of(rows)));
    }
}
