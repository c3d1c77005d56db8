package io.rowtrail.spark.record;

import io.rowtrail.spark.plan.CommonExpressions;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BinaryOperator;
import org.apache.spark.sql.catalyst.expressions.BitwiseNot;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetMapValue;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.InheritAnalysisRules;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Expressions in words: each one's own, never {@code Expression.sql()}, which leaves out what cannot be seen in a plan's text. */
final class ExpressionSql {
    private static final Set<String> OPERATORS =
            Set.of("+", "-", "*", "/", "div", "%", "=", "<=>", "<", "<=", ">", ">=", "&", "|", "^");
    private static final Set<String> SPANS = Set.of(
            "TimeAdd", "TimestampAddInterval", "DateAddInterval", "DateAddYMInterval", "TimestampAddYMInterval");
    /** Parsed again, their sum is cast to the type of what is added to. */
    private static final Set<String> CAST_SPANS = Set.of("TimeAdd", "TimestampAddInterval");

    private static final Set<String> DIFFERENCES = Set.of("SubtractDates", "SubtractTimestamps");
    private static final Set<String> CLOCKS =
            Set.of("CurrentDate", "CurrentTimestamp", "Now", "LocalTimestamp", "CurrentTime");
    private static final Set<String> ORDER_BOUND =
            Set.of("First", "Last", "AnyValue", "CollectList", "CollectSet", "ListAgg");

    /** A subquery's text. */
    interface Subqueries {
        /** With all its columns, in order. */
        String columns(org.apache.spark.sql.catalyst.plans.logical.LogicalPlan plan, Scope inside);

        /** With whatever columns: only whether it has rows matters. */
        String rows(org.apache.spark.sql.catalyst.plans.logical.LogicalPlan plan, Scope inside);
    }

    private final Names names;
    private final Subqueries subqueries;
    private final Set<String> nondeterministic = new TreeSet<>();

    ExpressionSql(Names names, Subqueries subqueries) {
        this.names = names;
        this.subqueries = subqueries;
    }

    /** The functions and operators said so far whose result the inputs do not determine. */
    Set<String> nondeterministic() {
        return nondeterministic;
    }

    List<String> all(List<? extends Expression> expressions, Scope scope) {
        return expressions.stream().map(expression -> of(expression, scope)).toList();
    }

    String of(Expression expression, Scope scope) {
        note(expression);
        if (expression instanceof NamedLambdaVariable variable) {
            return scope.name(variable.exprId(), variable.name());
        } else if (expression instanceof Attribute attribute) {
            return scope.name(attribute.exprId(), attribute.name());
        } else if (expression instanceof OuterReference outer) {
            return scope.outer(outer.e().toAttribute());
        } else if (expression instanceof Literal literal) {
            return LiteralSql.of(literal);
        } else if (expression instanceof Alias alias) {
            return of(alias.child(), scope);
        } else if (expression instanceof Cast cast) {
            return cast(cast, scope);
        } else if (expression instanceof Not not) {
            return "(NOT " + of(not.child(), scope) + ")";
        } else if (expression instanceof BinaryOperator operator) {
            return operator(operator, scope);
        } else if (expression instanceof In in) {
            return in(in, scope);
        } else if (expression instanceof Like like) {
            return "(" + of(like.left(), scope) + " LIKE " + of(like.right(), scope) + " ESCAPE "
                    + Names.text(String.valueOf(like.escapeChar())) + ")";
        } else if (expression instanceof CaseWhen choice) {
            return choice(choice, scope);
        } else if (expression instanceof AggregateExpression aggregate) {
            return aggregate(aggregate, scope);
        } else if (expression instanceof WindowExpression window) {
            return new WindowSql(this).of(window, scope);
        } else if (expression instanceof LambdaFunction lambda) {
            return lambda(lambda, scope);
        }
        return subquery(expression, scope).or(() -> part(expression, scope)).orElseGet(() -> call(expression, scope));
    }

    private void note(Expression expression) {
        String kind = expression.getClass().getSimpleName();
        boolean itself = !expression.deterministic()
                && Seqs.<Expression>java(expression.children()).stream().allMatch(Expression::deterministic);
        if (itself || CLOCKS.contains(kind) || ORDER_BOUND.contains(kind)) {
            nondeterministic.add(expression.prettyName());
        }
    }

    /** An operator whose rows are not determined. */
    void noteOperator(String name) {
        nondeterministic.add(name);
    }

    private String cast(Cast cast, Scope scope) {
        Expression child = cast.child();
        if (CAST_SPANS.contains(child.getClass().getSimpleName())
                && child.children().head().dataType().equals(cast.dataType())) {
            return of(child, scope);
        }
        String mode = cast.evalMode().toString();
        if (mode.equals("TRY")) {
            return "try_cast(" + of(cast.child(), scope) + " AS " + cast.dataType().sql() + ")";
        }
        boolean ansi = org.apache.spark.sql.internal.SQLConf.get().ansiEnabled();
        if (ansi != mode.equals("ANSI")) {
            throw new UnsayableException("a cast in another mode than the session's");
        }
        return "CAST(" + of(cast.child(), scope) + " AS " + cast.dataType().sql() + ")";
    }

    private String operator(BinaryOperator operator, Scope scope) {
        String symbol = operator.sqlOperator();
        String left = of(operator.left(), scope);
        String right = of(operator.right(), scope);
        if (symbol.equals("AND") || symbol.equals("OR")) {
            return "(" + left + " " + symbol + " " + right + ")";
        }
        if (OPERATORS.contains(symbol)
                && FunctionSql.makes(symbol, List.of(operator.left(), operator.right()), operator)) {
            return "(" + left + " " + symbol + " " + right + ")";
        }
        return call(operator, scope);
    }

    private String in(In in, Scope scope) {
        if (in.list().isEmpty()) {
            throw new UnsayableException("IN with nothing to be in");
        }
        return "(" + of(in.value(), scope) + " IN (" + String.join(", ", all(Seqs.<Expression>java(in.list()), scope))
                + "))";
    }

    private String choice(CaseWhen choice, Scope scope) {
        StringBuilder text = new StringBuilder("CASE");
        for (Tuple2<Expression, Expression> branch : Seqs.<Tuple2<Expression, Expression>>java(choice.branches())) {
            text.append(" WHEN ").append(of(branch._1(), scope)).append(" THEN ").append(of(branch._2(), scope));
        }
        Seqs.<Expression>java(choice.elseValue())
                .ifPresent(value -> text.append(" ELSE ").append(of(value, scope)));
        return text.append(" END").toString();
    }

    private String aggregate(AggregateExpression aggregate, Scope scope) {
        Expression function = aggregate.aggregateFunction();
        note(function);
        FunctionSql.Call call = known(function);
        String filter = Seqs.<Expression>java(aggregate.filter())
                .map(condition -> " FILTER (WHERE " + of(condition, scope) + ")")
                .orElse("");
        return call.name() + "(" + (aggregate.isDistinct() ? "DISTINCT " : "")
                + String.join(", ", all(call.arguments(), scope)) + ")" + filter;
    }

    private String lambda(LambdaFunction lambda, Scope scope) {
        Scope inside = scope;
        List<String> arguments = new ArrayList<>();
        for (NamedExpression argument : Seqs.<NamedExpression>java(lambda.arguments())) {
            String name = names.variable();
            arguments.add(name);
            inside = inside.with(argument.exprId(), name);
        }
        String list = String.join(", ", arguments);
        return (arguments.size() == 1 ? list : "(" + list + ")") + " -> " + of(lambda.function(), inside);
    }

    private Optional<String> subquery(Expression expression, Scope scope) {
        if (expression instanceof ScalarSubquery scalar) {
            return Optional.of("(" + subqueries.columns(scalar.plan(), scope.inside()) + ")");
        } else if (expression instanceof Exists exists) {
            return Optional.of("EXISTS (" + subqueries.rows(exists.plan(), scope.inside()) + ")");
        } else if (expression instanceof InSubquery in) {
            String values = String.join(", ", all(Seqs.<Expression>java(in.values()), scope));
            return Optional.of("((" + values + ") IN (" + subqueries.columns(in.query().plan(), scope.inside()) + "))");
        }
        return Optional.empty();
    }

    /** A part of a struct, an array, a map. */
    private Optional<String> part(Expression expression, Scope scope) {
        if (expression instanceof GetStructField field) {
            StructType type = (StructType) field.child().dataType();
            return Optional.of("(" + of(field.child(), scope) + ")."
                    + Names.quoted(type.fields()[field.ordinal()].name()));
        } else if (expression instanceof GetArrayStructFields fields) {
            return Optional.of("(" + of(fields.child(), scope) + ")."
                    + Names.quoted(fields.field().name()));
        } else if (expression instanceof GetArrayItem item) {
            return Optional.of("(" + of(item.child(), scope) + ")[" + of(item.ordinal(), scope) + "]");
        } else if (expression instanceof GetMapValue value) {
            return Optional.of("(" + of(value.child(), scope) + ")[" + of(value.key(), scope) + "]");
        } else if (SPANS.contains(expression.getClass().getSimpleName())) {
            return Optional.of(between(expression, " + ", scope));
        } else if (DIFFERENCES.contains(expression.getClass().getSimpleName())) {
            return Optional.of(between(expression, " - ", scope));
        } else if (expression instanceof BitwiseNot not) {
            return Optional.of("(~ " + of(not.child(), scope) + ")");
        } else if (expression.getClass().getSimpleName().equals("ExtractANSIIntervalDays")) {
            return Optional.of("extract(DAY FROM " + of(expression.children().head(), scope) + ")");
        } else if (expression.getClass().getSimpleName().equals("TypedNullLiteral")) {
            return Optional.of("CAST(NULL AS " + expression.dataType().sql() + ")");
        } else if (CommonExpressions.isWith(expression)) {
            return Optional.of(of(inPlace(expression), scope));
        }
        return Optional.empty();
    }

    /** NULLIF and BETWEEN name a value that they use twice. */
    private static Expression inPlace(Expression with) {
        List<Expression> parts = Seqs.java(with.children());
        if (!parts.stream().skip(1).allMatch(Expression::deterministic)) {
            throw new UnsayableException("a value used twice that comes out differently each time");
        }
        return CommonExpressions.inPlace(with);
    }

    private String between(Expression expression, String operator, Scope scope) {
        return "("
                + Seqs.<Expression>java(expression.children()).stream()
                        .map(child -> of(child, scope))
                        .collect(Collectors.joining(operator))
                + ")";
    }

    private String call(Expression expression, Scope scope) {
        if (expression instanceof RuntimeReplaceable replaceable && expression instanceof InheritAnalysisRules) {
            // Only what replaces it was analysed; its own parameters may name columns of before.
            return of(replaceable.replacement(), scope);
        }
        FunctionSql.Call call = known(expression);
        return call.name() + "(" + String.join(", ", all(call.arguments(), scope)) + ")";
    }

    private static FunctionSql.Call known(Expression function) {
        if (function instanceof ScalaUDF udf) {
            throw new UnsayableException("a function of the session's own"
                    + Seqs.<String>java(udf.udfName()).map(name -> ": " + name).orElse(""));
        }
        return FunctionSql.of(function)
                .orElseThrow(() -> new UnsayableException("an expression that SQL has no words for: "
                        + function.getClass().getSimpleName()));
    }

    /** Keys of ORDER BY. */
    String order(List<SortOrder> order, Scope scope) {
        return order.stream()
                .map(key -> key(key.child(), scope) + " " + key.direction().sql() + " "
                        + key.nullOrdering().sql())
                .collect(Collectors.joining(", "));
    }

    /** A key to sort or group by; a bare number would be taken for a column's place. */
    String key(Expression key, Scope scope) {
        String text = of(key, scope);
        return key instanceof Literal ? "CAST(" + text + " AS " + key.dataType().sql() + ")" : text;
    }
}
