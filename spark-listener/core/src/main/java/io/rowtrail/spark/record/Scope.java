package io.rowtrail.spark.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.jspecify.annotations.Nullable;

/** Which columns an expression can name: those of the queries it stands over, and those around it in a subquery. */
final class Scope {
    static final Scope NONE = new Scope(Map.of(), null);

    private final Map<ExprId, String> names;
    private final @Nullable Scope around;

    private Scope(Map<ExprId, String> names, @Nullable Scope around) {
        this.names = names;
        this.around = around;
    }

    /** Over these queries, in place of what this one is over. */
    Scope over(List<Said> queries) {
        Map<ExprId, String> all = new HashMap<>();
        for (Said query : queries) {
            query.columns().forEach(column -> all.putIfAbsent(column.id(), column.name()));
        }
        return new Scope(all, around);
    }

    /** Of a subquery in an expression of this scope. */
    Scope inside() {
        return new Scope(Map.of(), this);
    }

    /** This scope and a lambda's argument. */
    Scope with(ExprId id, String name) {
        Map<ExprId, String> all = new HashMap<>(names);
        all.put(id, name);
        return new Scope(all, around);
    }

    String name(ExprId id, String column) {
        String name = names.get(id);
        if (name == null) {
            throw new UnsayableException("the column " + column + " is not where it is read");
        }
        return name;
    }

    String outer(Attribute attribute) {
        if (around == null) {
            throw new UnsayableException("the column " + attribute.name() + " is of no query around");
        }
        return around.name(attribute.exprId(), attribute.name());
    }
}
