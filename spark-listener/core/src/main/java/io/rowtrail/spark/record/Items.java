package io.rowtrail.spark.record;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;

/** The list after SELECT: columns passed on keep their name, whatever the plan calls them, and stand there once. */
final class Items {
    private final Names names;
    private final ExpressionSql expressions;
    private final Scope scope;
    private final List<String> items = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
    private final List<Said.Column> columns = new ArrayList<>();
    private boolean anyMade;

    Items(Names names, ExpressionSql expressions, Scope scope) {
        this.names = names;
        this.expressions = expressions;
        this.scope = scope;
    }

    void add(NamedExpression column) {
        Expression value = column instanceof Alias alias ? alias.child() : (Expression) column;
        while (value instanceof Alias alias) {
            value = alias.child();
        }
        if (value instanceof Attribute passed) {
            String name = scope.name(passed.exprId(), passed.name());
            if (!given.contains(name)) {
                items.add(name);
                given.add(name);
            }
            columns.add(new Said.Column(column.exprId(), name));
            return;
        }
        anyMade = true;
        String text = expressions.of(value, scope);
        String name = names.column();
        items.add(text + " AS " + name);
        given.add(name);
        columns.add(new Said.Column(column.exprId(), name));
    }

    /** Whether any column is more than passed on. */
    boolean anyMade() {
        return anyMade;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    List<Said.Column> columns() {
        return columns;
    }

    /** {@code before}, the list, {@code after}. */
    Said said(String before, String after) {
        return new Said(before + String.join(", ", items) + after, given, columns);
    }
}
