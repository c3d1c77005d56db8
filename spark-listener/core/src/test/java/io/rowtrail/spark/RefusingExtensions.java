package io.rowtrail.spark;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Walk;
import io.rowtrail.trace.RowtrailColumns;
import java.util.Arrays;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** Stands for any rule of others, or of Spark, that cannot do with what ours make of a plan: here, of a tag column. */
public final class RefusingExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    static volatile boolean refusing;

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectCheckRule(session -> new AbstractFunction1<LogicalPlan, BoxedUnit>() {
            @Override
            public BoxedUnit apply(LogicalPlan plan) {
                if (refusing) {
                    Walk.each(plan, RefusingExtensions::refuse);
                }
                return BoxedUnit.UNIT;
            }
        });
        return BoxedUnit.UNIT;
    }

    private static void refuse(LogicalPlan node) {
        if (node instanceof DataSourceV2Relation relation) {
            boolean has = Arrays.stream(relation.table().columns())
                    .anyMatch(column -> column.name().equals(RowtrailColumns.TAGS));
            boolean reads = Nodes.output(relation).stream()
                    .anyMatch(column -> column.name().equals(RowtrailColumns.TAGS)
                            && column.metadata().json().equals("{}"));
            if (has && !reads) {
                throw new IllegalStateException("a column is not as it was");
            }
        }
    }
}
