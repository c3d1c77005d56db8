package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/** {@link RowFilter} as Iceberg's expressions, as far as Iceberg can see it. */
final class RowConditions {
    private RowConditions() {}

    static Types.NestedField field(Schema schema, String column) {
        Types.NestedField field = schema.findField(column);
        if (field == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        return field;
    }

    static Expression expression(Schema schema, List<RowFilter> filters) {
        Expression all = Expressions.alwaysTrue();
        for (RowFilter filter : filters) {
            all = Expressions.and(all, condition(schema, filter));
        }
        return all;
    }

    private static Expression condition(Schema schema, RowFilter filter) {
        if (filter instanceof RowFilter.KeyEquals key) {
            Expression all = Expressions.alwaysTrue();
            for (Map.Entry<String, Optional<String>> entry : key.values().entrySet()) {
                Types.NestedField field = field(schema, entry.getKey());
                all = Expressions.and(
                        all,
                        entry.getValue()
                                .map(text ->
                                        (Expression) Expressions.equal(field.name(), LakeValues.literal(field, text)))
                                .orElseGet(() -> Expressions.isNull(field.name())));
            }
            return all;
        }
        if (filter instanceof RowFilter.TransactionIn in) {
            return transactionIn(schema, in.ordinals());
        }
        if (filter instanceof RowFilter.TraceIs is) {
            return Expressions.equal(
                    field(schema, RowtrailColumns.TRACE_ID).name(), is.trace().hex());
        }
        return Expressions.alwaysTrue();
    }

    /** The range beside the set: Iceberg prunes files by sets of up to 200 members only. */
    private static Expression transactionIn(Schema schema, Set<ChangeOrdinal> ordinals) {
        if (ordinals.isEmpty()) {
            return Expressions.alwaysFalse();
        }
        String column = field(schema, RowtrailColumns.TX).name();
        List<Long> values = ordinals.stream().map(ChangeOrdinal::value).sorted().toList();
        return Expressions.and(
                Expressions.greaterThanOrEqual(column, values.get(0)),
                Expressions.lessThanOrEqual(column, values.get(values.size() - 1)),
                Expressions.in(column, values.toArray()));
    }

    /** The members of all {@link RowFilter.TaggedWithAny}. */
    static long[] taggedWith(List<RowFilter> filters) {
        return filters.stream()
                .filter(RowFilter.TaggedWithAny.class::isInstance)
                .flatMap(filter -> ((RowFilter.TaggedWithAny) filter).ordinals().stream())
                .mapToLong(ChangeOrdinal::value)
                .distinct()
                .toArray();
    }
}
