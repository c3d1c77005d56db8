package io.rowtrail.spark.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;

/** Conditions in parts: what is joined by AND, and what looks out of a subquery. */
public final class Conditions {
    public static final Literal ALWAYS = Literal.create(true, DataTypes.BooleanType);
    public static final Literal NEVER = Literal.create(false, DataTypes.BooleanType);

    private Conditions() {}

    /** The parts that AND joins, in their order. */
    public static List<Expression> parts(Expression condition) {
        if (!(condition instanceof And and)) {
            return List.of(condition);
        }
        List<Expression> parts = new ArrayList<>(parts(and.left()));
        parts.addAll(parts(and.right()));
        return parts;
    }

    /** All parts joined by AND; empty where there are none. */
    public static Optional<Expression> all(Collection<Expression> parts) {
        return parts.stream().reduce(And::new);
    }

    /** {@code plan}, only the rows for which all parts hold. */
    public static LogicalPlan filtered(LogicalPlan plan, Collection<Expression> parts) {
        return all(parts).<LogicalPlan>map(condition -> new Filter(condition, plan)).orElse(plan);
    }

    /** Column by column the same, nulls too; a part a column. */
    public static List<Expression> sameRow(List<Attribute> left, List<Attribute> right) {
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            parts.add(new EqualNullSafe(left.get(i), right.get(i)));
        }
        return parts;
    }

    public static boolean looksOut(Expression expression) {
        return Walk.contains(expression, e -> e instanceof OuterReference);
    }

    /** Whether {@code plan} is the inside of a subquery that depends on the row outside. */
    public static boolean looksOut(LogicalPlan plan) {
        return Nodes.expressions(plan).stream().anyMatch(Conditions::looksOut)
                || Nodes.children(plan).stream().anyMatch(Conditions::looksOut);
    }

    /** {@code expression} seen from inside a subquery of the plan that has {@code outer}. */
    public static Expression fromInside(Expression expression, Collection<Attribute> outer) {
        Set<ExprId> ids = outer.stream().map(Attribute::exprId).collect(Collectors.toSet());
        return fromInside(expression, column -> ids.contains(column.exprId()));
    }

    /** What {@code in} asks of a row inside, its values seen from there; a part a column. */
    public static List<Expression> fromInside(InSubquery in) {
        List<Expression> parts = new ArrayList<>();
        List<Expression> values = Seqs.java(in.values());
        List<Attribute> columns = Nodes.output(in.query().plan());
        for (int i = 0; i < values.size(); i++) {
            parts.add(new EqualTo(fromInside(values.get(i), column -> true), columns.get(i)));
        }
        return parts;
    }

    private static Expression fromInside(Expression expression, Predicate<Attribute> isOuter) {
        return Walk.up(
                expression,
                e -> e instanceof Attribute attribute && isOuter.test(attribute) ? new OuterReference(attribute) : e);
    }

    /** The columns outside that {@code parts} look at. */
    public static Set<Expression> outside(Collection<Expression> parts) {
        Set<Expression> found = new LinkedHashSet<>();
        parts.forEach(part -> Walk.each(part, e -> {
            if (e instanceof OuterReference reference) {
                found.add((Expression) reference.e());
            }
        }));
        return found;
    }
}
