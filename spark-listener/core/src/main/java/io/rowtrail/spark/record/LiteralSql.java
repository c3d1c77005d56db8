package io.rowtrail.spark.record;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** Constants, each with its exact type. */
final class LiteralSql {
    private LiteralSql() {}

    static String of(Literal literal) {
        DataType type = literal.dataType();
        Object value = literal.value();
        if (value == null) {
            return type instanceof NullType ? "NULL" : cast("NULL", type);
        }
        if (value instanceof UTF8String text) {
            String quoted = Names.text(text.toString());
            return type.equals(DataTypes.StringType) ? quoted : cast(quoted, type);
        }
        if (type instanceof BooleanType || type instanceof BinaryType) {
            return literal.sql();
        }
        if (type instanceof TimestampType) {
            // Its own text would depend on the session's time zone.
            return "timestamp_micros(" + value + "L)";
        }
        String text = literal.sql();
        Expression read = read(text);
        if (read.foldable() && type.equals(read.dataType()) && value.equals(read.eval(null))) {
            return text;
        }
        if (type instanceof DecimalType && read.dataType() instanceof DecimalType) {
            return cast(text, type);
        }
        throw new UnsayableException("a constant of type " + type.sql());
    }

    private static String cast(String text, DataType type) {
        return "CAST(" + text + " AS " + type.sql() + ")";
    }

    private static Expression read(String text) {
        try {
            return CatalystSqlParser$.MODULE$.parseExpression(text);
        } catch (Exception e) {
            throw new UnsayableException("the constant " + text);
        }
    }
}
