package io.rowtrail.spark.record;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InheritAnalysisRules;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import org.apache.spark.sql.types.DataTypes;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Which call of a built-in function an expression is. Nothing is believed of an expression's own text: a name and its arguments
 * are the expression only if Spark, asked for that call, builds the same.
 */
final class FunctionSql {
    /** What a function becomes when it is analysed, where that has another name. */
    private static final Map<String, List<String>> MADE_BY = Map.ofEntries(
            Map.entry("Add", List.of("try_add")),
            Map.entry("Subtract", List.of("try_subtract")),
            Map.entry("Multiply", List.of("try_multiply")),
            Map.entry("Divide", List.of("try_divide")),
            Map.entry("Remainder", List.of("try_mod")),
            Map.entry("GetTimestamp", List.of("to_timestamp", "to_timestamp_ntz", "try_to_timestamp")),
            Map.entry("UnaryMinus", List.of("negative")),
            Map.entry("StringTrim", List.of("btrim")),
            Map.entry("StringSplitSQL", List.of("split_part")),
            Map.entry("Sum", List.of("try_sum")),
            Map.entry("Average", List.of("try_avg")));

    private FunctionSql() {}

    /** A call of a built-in function. */
    record Call(String name, List<Expression> arguments) {}

    /** Empty when no built-in function makes this expression of its children. */
    static Optional<Call> of(Expression expression) {
        List<String> names = new ArrayList<>(List.of(expression.prettyName().toLowerCase(Locale.ROOT)));
        names.addAll(MADE_BY.getOrDefault(expression.getClass().getSimpleName(), List.of()));
        for (String name : names) {
            for (List<Expression> arguments : arguments(expression)) {
                if (makes(name, arguments, expression)) {
                    return Optional.of(new Call(name, arguments));
                }
            }
        }
        return Optional.empty();
    }

    private static List<List<Expression>> arguments(Expression expression) {
        List<Expression> children = Seqs.java(expression.children());
        List<List<Expression>> all = new ArrayList<>();
        if (expression instanceof RuntimeReplaceable && expression instanceof InheritAnalysisRules inheriting) {
            List<Expression> parameters = Seqs.java(inheriting.parameters());
            if (parameters.stream().allMatch(Expression::resolved)) {
                all.add(parameters);
            }
            return all;
        }
        all.add(children);
        if (children.size() == 2) {
            all.add(List.of(children.get(1), children.get(0)));
        }
        if (children.size() == 1) {
            all.add(List.of(children.get(0), Literal.create(true, DataTypes.BooleanType)));
        }
        return all;
    }

    /** Whether the call {@code name(arguments)} is {@code expression}, but for the time zone, which the session gives it. */
    static boolean makes(String name, List<Expression> arguments, Expression expression) {
        Option<Function1<Seq<Expression>, Expression>> builder =
                builtIn(name);
        if (builder.isEmpty()) {
            return false;
        }
        Expression built;
        try {
            built = builder.get().apply(Seqs.of(arguments));
        } catch (Exception e) {
            // Scala's checked exceptions come undeclared.
            return false;
        }
        return same(built, expression)
                || (built instanceof RuntimeReplaceable replaceable && same(replaceable.replacement(), expression));
    }

    @SuppressWarnings("unchecked") // the registry's own type, whose Seq differs between Scala lines
    private static Option<Function1<Seq<Expression>, Expression>> builtIn(String name) {
        return (Option<Function1<Seq<Expression>, Expression>>)
                (Object) FunctionRegistry$.MODULE$.builtin().lookupFunctionBuilder(new FunctionIdentifier(name));
    }

    private static boolean same(Expression built, Expression expression) {
        if (built.getClass() != expression.getClass()) {
            return false;
        }
        // A call without a seed gets one in analysis, and remembers that it had none.
        String name = built.getClass().getSimpleName();
        boolean seeded = name.equals("Rand") || name.equals("Randn");
        return seeded
                ? built.children().equals(expression.children())
                : anywhere(built).canonicalized().equals(anywhere(expression).canonicalized());
    }

    private static Expression anywhere(Expression expression) {
        return Walk.up(
                expression,
                e -> e instanceof TimeZoneAwareExpression zoned ? (Expression) zoned.withTimeZone("UTC") : e);
    }
}
