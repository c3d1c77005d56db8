package io.rowtrail.spark.record;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FrameLessOffsetWindowFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RankLike;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;

/** Window functions and their frames. */
final class WindowSql {
    private final ExpressionSql expressions;

    WindowSql(ExpressionSql expressions) {
        this.expressions = expressions;
    }

    String of(WindowExpression window, Scope scope) {
        WindowSpecDefinition definition = window.windowSpec();
        StringBuilder text = new StringBuilder();
        Expression function = window.windowFunction();
        boolean frameless = function instanceof FrameLessOffsetWindowFunction;
        text.append(function(function, scope)).append(" OVER (");
        List<Expression> partition = Seqs.java(definition.partitionSpec());
        List<SortOrder> order = Seqs.java(definition.orderSpec());
        String separator = "";
        if (!partition.isEmpty()) {
            text.append("PARTITION BY ").append(String.join(", ", expressions.all(partition, scope)));
            separator = " ";
        }
        if (!order.isEmpty()) {
            text.append(separator).append("ORDER BY ").append(expressions.order(order, scope));
            separator = " ";
        }
        if (!frameless && definition.frameSpecification() instanceof SpecifiedWindowFrame frame) {
            text.append(separator).append(frame(frame, scope));
        }
        return text.append(")").toString();
    }

    /** The ranks' own arguments are the window's order once more; LAG and LEAD may not be given a frame. */
    private String function(Expression function, Scope scope) {
        if (function instanceof RankLike) {
            return function.prettyName() + "()";
        }
        if (!(function instanceof FrameLessOffsetWindowFunction distant)) {
            return expressions.of(function, scope);
        }
        String text = function.prettyName() + "("
                + String.join(", ", expressions.all(Seqs.<Expression>java(function.children()), scope)) + ")";
        return distant.ignoreNulls() ? text + " IGNORE NULLS" : text;
    }

    private String frame(SpecifiedWindowFrame frame, Scope scope) {
        return frame.frameType().sql() + " BETWEEN " + bound(frame.lower(), scope) + " AND " + bound(frame.upper(), scope);
    }

    private String bound(Expression bound, Scope scope) {
        if (bound.equals(UnboundedPreceding$.MODULE$)
                || bound.equals(UnboundedFollowing$.MODULE$)
                || bound.equals(CurrentRow$.MODULE$)) {
            return bound.sql();
        }
        if (bound instanceof UnaryMinus negated) {
            return expressions.of(negated.child(), scope) + " PRECEDING";
        }
        if (bound instanceof Literal number && number.value() instanceof Number value && value.doubleValue() < 0) {
            if (number.value() instanceof Integer whole) {
                return expressions.of(Literal.create(-whole, number.dataType()), scope) + " PRECEDING";
            }
            throw new UnsayableException("a window's frame of type " + number.dataType().sql());
        }
        return expressions.of(bound, scope) + " FOLLOWING";
    }
}
