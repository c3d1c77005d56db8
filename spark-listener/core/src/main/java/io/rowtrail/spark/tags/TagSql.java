package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Seq;

/** The SQL functions that read a tag set: {@code rt_count}, {@code rt_exact}, {@code rt_closed} and so on. */
public final class TagSql {
    private TagSql() {}

    /** Name, description and builder of each, for Spark's registry. */
    public static List<Tuple3<FunctionIdentifier, ExpressionInfo, Function1<Seq<Expression>, Expression>>>
            descriptions() {
        return List.of(
                unary("rt_count", "count", DataTypes.LongType),
                unary("rt_exact", "exact", DataTypes.BooleanType),
                unary("rt_closed", "closed", DataTypes.BooleanType),
                unary("rt_ordinals", "ordinals", DataTypes.createArrayType(DataTypes.LongType, false)),
                description("rt_contains", arguments -> {
                    List<Expression> list = arguments("rt_contains", arguments, 2);
                    Expression ordinal = new Cast(list.get(1), DataTypes.LongType, Option.empty());
                    return TagExpressions.call(
                            "contains", DataTypes.BooleanType, true, List.of(list.get(0), ordinal));
                }));
    }

    private static Tuple3<FunctionIdentifier, ExpressionInfo, Function1<Seq<Expression>, Expression>> unary(
            String name, String method, DataType type) {
        return description(name, arguments -> TagExpressions.call(method, type, true, arguments(name, arguments, 1)));
    }

    private static Tuple3<FunctionIdentifier, ExpressionInfo, Function1<Seq<Expression>, Expression>> description(
            String name, Function1<Seq<Expression>, Expression> builder) {
        return new Tuple3<>(
                new FunctionIdentifier(name), new ExpressionInfo(TagFunctions.class.getName(), name), builder);
    }

    private static List<Expression> arguments(String name, Seq<Expression> arguments, int wanted) {
        List<Expression> list = Seqs.java(arguments);
        if (list.size() != wanted) {
            throw new IllegalArgumentException(name + " takes " + wanted + " argument(s), the first a tag set");
        }
        return list;
    }
}
