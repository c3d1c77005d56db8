package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;

/** The table function's entry in Spark's registry. */
public final class CurrentFunction {
    public static final String NAME = "rowtrail_current";

    private CurrentFunction() {}

    public static Tuple3<FunctionIdentifier, ExpressionInfo, Function1<Seq<Expression>, LogicalPlan>> description() {
        return new Tuple3<>(
                new FunctionIdentifier(NAME),
                new ExpressionInfo(CurrentFunction.class.getName(), NAME),
                CurrentFunction::build);
    }

    private static LogicalPlan build(Seq<Expression> arguments) {
        List<Expression> list = Seqs.java(arguments);
        if (list.size() != 1
                || !(list.get(0).dataType() instanceof StringType)
                || !list.get(0).foldable()) {
            throw new IllegalArgumentException(NAME + " takes one constant string, the name of a change table");
        }
        Object name = list.get(0).eval(null);
        if (name == null) {
            throw new IllegalArgumentException(NAME + ": the name of the change table is null");
        }
        Seq<String> parts = CatalystSqlParser$.MODULE$.parseMultipartIdentifier(name.toString());
        return CurrentState.of(new UnresolvedRelation(parts, CaseInsensitiveStringMap.empty(), false));
    }
}
