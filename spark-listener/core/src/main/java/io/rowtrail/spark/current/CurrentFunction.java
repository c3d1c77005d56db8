package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Tuple3;

/** The table function's entry in Spark's registry. */
public final class CurrentFunction {
    public static final String NAME = "rowtrail_current";

    private CurrentFunction() {}

    /** {@code S}: Spark's sequence of arguments, which differs between Scala versions. */
    public static <S>
            Tuple3<FunctionIdentifier, ExpressionInfo, Function1<S, LogicalPlan>> description() {
        return new Tuple3<>(
                new FunctionIdentifier(NAME),
                new ExpressionInfo(CurrentFunction.class.getName(), NAME),
                arguments -> build(Seqs.javaOf(arguments)));
    }

    private static LogicalPlan build(List<Expression> list) {
        if (list.isEmpty() || list.size() > 2 || !(constant(list.get(0)) instanceof UTF8String name)) {
            throw new IllegalArgumentException(
                    NAME + " takes a constant string, the name of a change table, and perhaps the ordinal it is read up to");
        }
        LogicalPlan table = new UnresolvedRelation(
                CatalystSqlParser$.MODULE$.parseMultipartIdentifier(name.toString()),
                CaseInsensitiveStringMap.empty(),
                false);
        return list.size() == 1 ? CurrentState.of(table) : CurrentState.of(table, ordinal(list.get(1)));
    }

    private static long ordinal(Expression argument) {
        if (constant(argument) instanceof Number number && (number instanceof Integer || number instanceof Long)) {
            return number.longValue();
        }
        throw new IllegalArgumentException(NAME + ": the ordinal it is read up to is not a constant whole number");
    }

    private static @Nullable Object constant(Expression argument) {
        return argument.foldable() ? argument.eval(null) : null;
    }
}
