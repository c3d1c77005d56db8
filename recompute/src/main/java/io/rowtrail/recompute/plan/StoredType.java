package io.rowtrail.recompute.plan;

import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ShortType;
import scala.Option;

/** What Iceberg makes of a column when it stores it: it has no whole numbers below 32 bits. */
final class StoredType {
    private StoredType() {}

    static Expression of(Attribute column) {
        boolean small = column.dataType() instanceof ByteType || column.dataType() instanceof ShortType;
        return small ? new Cast(column, DataTypes.IntegerType, Option.empty(), EvalMode.fromBoolean(false)) : column;
    }
}
