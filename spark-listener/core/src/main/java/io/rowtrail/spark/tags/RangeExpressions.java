package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.CurrentExpansion.Change;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.tags.Absence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BitwiseOr;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.aggregate.BitOrAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/** Expressions over {@link TagRanges}, of ordinary aggregates only, which stay in generated hash aggregation. */
final class RangeExpressions {
    private RangeExpressions() {}

    static boolean isRange(Expression part) {
        return part.dataType().equals(TagRanges.TYPE);
    }

    /** Any of these ordinals, as a constant: what the optimiser carries up to where it is needed costs the rows nothing. */
    static Expression within(Absence reach) {
        boolean none = reach.isNone();
        return new Literal(
                TagRanges.ofRows(
                        none ? TagRanges.NO_MIN : reach.min(),
                        none ? TagRanges.NO_MAX : reach.max(),
                        0,
                        0,
                        (double) reach.count(),
                        0,
                        0),
                TagRanges.TYPE);
    }

    /** The range of one row's parts. */
    static Expression ofRow(List<? extends Expression> parts, boolean open) {
        Parts all = new Parts(parts);
        return range(all.min(), all.max(), Literal.create(1L, DataTypes.LongType), all.sum(), all.state(), all, open);
    }

    /** The range of all rows of a group. */
    static Expression ofGroup(List<? extends Expression> parts, boolean open) {
        Parts all = new Parts(parts);
        Expression sum = all.wide.isEmpty() ? all.sum() : new Sum(all.sum()).toAggregateExpression();
        Expression state = all.wide.isEmpty() ? all.state() : new BitOrAgg(all.state()).toAggregateExpression();
        return range(
                new Min(all.min()).toAggregateExpression(),
                new Max(all.max()).toAggregateExpression(),
                new Count(Seqs.of(List.of(literal(1)))).toAggregateExpression(),
                orElse(sum, 0.0),
                orElse(state, 0),
                all,
                open);
    }

    /** As {@link KeyHistory}, for all changes of a key: between its last insert and its last change. */
    static Expression history(Change change) {
        Expression tx = change.ordinal();
        Expression none = Literal.create(null, DataTypes.LongType);
        Expression inserted = new Or(isOperation(change, "c"), isOperation(change, "r"));
        Expression unreadable = new Or(
                new Or(new IsNull(tx), new IsNull(change.sequence())),
                new LessThan(tx, Literal.create(0L, DataTypes.LongType)));
        Expression lastInsert = new Max(new If(inserted, tx, none)).toAggregateExpression();
        Expression state = new Max(new If(unreadable, literal(TagRanges.UNKNOWN), literal(0))).toAggregateExpression();
        return range(
                new Coalesce(Seqs.of(List.of(lastInsert, new Min(tx).toAggregateExpression()))),
                new Max(tx).toAggregateExpression(),
                new Count(Seqs.of(List.of(literal(1)))).toAggregateExpression(),
                Literal.create(0.0, DataTypes.DoubleType),
                orElse(state, 0),
                new Parts(List.of(tx)),
                false);
    }

    private static Expression isOperation(Change change, String operation) {
        return new EqualTo(change.operation(), Literal.create(operation, DataTypes.StringType));
    }

    private static Expression range(
            Expression min,
            Expression max,
            Expression rows,
            Expression sum,
            Expression state,
            Parts parts,
            boolean open) {
        return call(
                "ofRows",
                List.of(
                        orElse(min, TagRanges.NO_MIN),
                        orElse(max, TagRanges.NO_MAX),
                        rows,
                        literal(parts.ordinals),
                        sum,
                        state,
                        literal(open ? TagRanges.OPEN : 0)));
    }

    /** Declared nullable: where a lateral subquery has no rows it is null. */
    private static Expression call(String method, List<Expression> arguments) {
        List<AbstractDataType> types = new ArrayList<>();
        arguments.forEach(argument -> types.add(argument.dataType()));
        return Nodes.nullableStaticCall(TagRanges.class, method, TagRanges.TYPE, arguments, types);
    }

    private static Expression literal(int value) {
        return Literal.create(value, DataTypes.IntegerType);
    }

    private static Expression orElse(Expression value, Object instead) {
        return value.nullable()
                ? new Coalesce(Seqs.of(List.of(value, Literal.create(instead, value.dataType()))))
                : value;
    }

    /** The parts of a row, as numbers. */
    private static final class Parts {
        private final int ordinals;
        private final List<Expression> mins = new ArrayList<>();
        private final List<Expression> maxs = new ArrayList<>();
        /** Those that are ranges. */
        private final List<Expression> wide = new ArrayList<>();

        Parts(List<? extends Expression> parts) {
            for (Expression part : parts) {
                if (UniteTags.isOrdinal(part)) {
                    mins.add(part);
                    maxs.add(part);
                } else {
                    Expression range = isRange(part) ? part : call("ofSet", List.of(part));
                    wide.add(range);
                    mins.add(field(range, TagRanges.MIN));
                    maxs.add(field(range, TagRanges.MAX));
                }
            }
            this.ordinals = parts.size() - wide.size();
        }

        Expression min() {
            return one(mins, Least::new);
        }

        Expression max() {
            return one(maxs, Greatest::new);
        }

        Expression sum() {
            return all(TagRanges.SUM, DataTypes.DoubleType, 0.0, Add::new);
        }

        Expression state() {
            return all(TagRanges.STATE, DataTypes.IntegerType, 0, BitwiseOr::new);
        }

        private static Expression one(
                List<Expression> values,
                java.util.function.Function<scala.collection.immutable.List<Expression>, Expression> of) {
            return switch (values.size()) {
                case 0 -> Literal.create(null, DataTypes.LongType);
                case 1 -> values.get(0);
                default -> of.apply(Seqs.of(values));
            };
        }

        private Expression all(int field, DataType type, Object none, BinaryOperator<Expression> and) {
            return wide.stream()
                    .map(range -> orElse(field(range, field), none))
                    .reduce(and)
                    .orElseGet(() -> Literal.create(none, type));
        }

        private static Expression field(Expression range, int field) {
            return new GetStructField(range, field, Option.empty());
        }
    }
}
