package io.rowtrail.spark.tags;

import io.rowtrail.spark.lookup.TraceIds;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.Tuple3;

/** The SQL functions that read a tag set: {@code rt_count}, {@code rt_exact}, {@code rt_closed} and so on. */
public final class TagSql {
    private static final StructType RANGE = new StructType()
            .add("min", DataTypes.LongType)
            .add("max", DataTypes.LongType)
            .add("atMost", DataTypes.LongType);

    private TagSql() {}

    /** Makes the functions known to a session; {@code service} tells the traces of ordinals. */
    public static void register(SparkSessionExtensions extensions, Supplier<TraceIds> service) {
        extensions.injectFunction(description("rt_trace_ids", 1, list -> Nodes.call(
                service.get(),
                "of",
                DataTypes.createArrayType(DataTypes.StringType, false),
                list,
                List.of(DataTypes.BinaryType))));
        extensions.injectFunction(unary("rt_count", "count", DataTypes.LongType));
        extensions.injectFunction(unary("rt_exact", "exact", DataTypes.BooleanType));
        extensions.injectFunction(unary("rt_closed", "closed", DataTypes.BooleanType));
        extensions.injectFunction(
                unary("rt_ordinals", "ordinals", DataTypes.createArrayType(DataTypes.LongType, false)));
        extensions.injectFunction(unary("rt_range", "range", RANGE));
        extensions.injectFunction(description("rt_contains", 2, list -> {
            Expression ordinal = new Cast(list.get(1), DataTypes.LongType, Option.empty());
            return TagExpressions.call("contains", DataTypes.BooleanType, true, List.of(list.get(0), ordinal));
        }));
    }

    private static <S> Tuple3<FunctionIdentifier, ExpressionInfo, Function1<S, Expression>> unary(
            String name, String method, DataType type) {
        return description(name, 1, arguments -> TagExpressions.call(method, type, true, arguments));
    }

    /** Name, description and builder; {@code S}: Spark's sequence, which differs between Scala versions. */
    private static <S> Tuple3<FunctionIdentifier, ExpressionInfo, Function1<S, Expression>> description(
            String name, int arity, Function<List<Expression>, Expression> builder) {
        return new Tuple3<>(
                new FunctionIdentifier(name),
                new ExpressionInfo(TagFunctions.class.getName(), name),
                arguments -> builder.apply(checked(name, Seqs.javaOf(arguments), arity)));
    }

    private static List<Expression> checked(String name, List<Expression> list, int wanted) {
        if (list.size() != wanted) {
            throw new IllegalArgumentException(name + " takes " + wanted + " argument(s), the first a tag set");
        }
        return list;
    }
}
