package io.rowtrail.spark.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * Spark 4's {@code With(expression, CommonExpressionDef(expression, id)...)}, whose expression refers to the others by
 * {@code CommonExpressionRef(id)}. Spark 3 has none of them, so they are known by their names.
 */
public final class CommonExpressions {
    private CommonExpressions() {}

    public static boolean isWith(Expression expression) {
        return expression.getClass().getSimpleName().equals("With");
    }

    /** The expression of a {@code With}, what is common in it written out wherever it is referred to. */
    public static Expression inPlace(Expression with) {
        List<Expression> parts = children(with);
        Map<Object, Expression> common = new HashMap<>();
        for (Expression definition : parts.subList(1, parts.size())) {
            common.put(definition.productElement(1), written(children(definition).get(0), common));
        }
        return written(parts.get(0), common);
    }

    private static Expression written(Expression expression, Map<Object, Expression> common) {
        return Walk.up(
                expression,
                part -> part.getClass().getSimpleName().equals("CommonExpressionRef")
                        ? common.getOrDefault(part.productElement(0), part)
                        : part);
    }

    private static List<Expression> children(Expression expression) {
        return Seqs.java(expression.children());
    }
}
