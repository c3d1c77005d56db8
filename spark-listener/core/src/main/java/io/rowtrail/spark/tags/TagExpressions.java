package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.CurrentExpansion;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/** Expressions over tag sets, all BINARY; each set-valued one is never null. */
record TagExpressions(TagStyle style) {
    TagExpressions(Bound bound) {
        this(TagStyle.sets(bound));
    }

    Bound bound() {
        return style.bound();
    }

    private boolean ranges() {
        return style.carried() == TagStyle.Carried.RANGES;
    }

    /** A call of a static method of {@link TagFunctions}. */
    static Expression call(String method, DataType type, boolean nullPropagates, List<Expression> arguments) {
        return call(method, type, nullPropagates, true, arguments);
    }

    /** {@code flag} itself, which the optimiser takes for a value that it must not compute elsewhere. */
    static Expression held(Expression flag) {
        return call("held", DataTypes.BooleanType, false, false, List.of(flag));
    }

    static boolean isHeld(Expression expression) {
        return expression instanceof StaticInvoke call
                && call.staticObject() == TagFunctions.class
                && call.functionName().equals("held");
    }

    /** What {@link #held} holds; all else as it is. */
    static Expression released(Expression expression) {
        return isHeld(expression) ? expression.children().apply(0) : expression;
    }

    private static Expression call(
            String method, DataType type, boolean nullPropagates, boolean deterministic, List<Expression> arguments) {
        List<AbstractDataType> types = new ArrayList<>();
        arguments.forEach(argument -> types.add(argument.dataType()));
        return Nodes.staticCall(TagFunctions.class, method, type, arguments, types, nullPropagates, deterministic);
    }

    static Expression literal(TagSet set) {
        return Literal.create(set.encode(), DataTypes.BinaryType);
    }

    static Expression empty() {
        return literal(TagSet.EMPTY);
    }

    /** A column as a part of a row's tags. */
    static Expression ordinal(Attribute column) {
        return UniteTags.isOrdinal(column) ? column : new Cast(column, DataTypes.LongType, Option.empty());
    }

    /** {@code set}, or {@code instead} where it is null. */
    static Expression orElse(Expression set, TagSet instead) {
        return new Coalesce(Seqs.of(List.of(set, literal(instead))));
    }

    Expression union(Expression left, Expression right) {
        return call(
                "union",
                DataTypes.BinaryType,
                false,
                List.of(
                        left,
                        right,
                        Literal.create(bound().maxCount(), DataTypes.IntegerType),
                        Literal.create(bound().maxBytes(), DataTypes.IntegerType)));
    }

    static Expression opened(Expression set) {
        return call("opened", DataTypes.BinaryType, false, List.of(set));
    }

    /** {@code set}, open where {@code other} is null: the side that an outer join could not match. */
    static Expression openedWithout(Expression set, Expression other) {
        return new If(new IsNull(other), opened(set), set);
    }

    /** Of two sets either of which would do, the one that says less. */
    static Expression smaller(Expression left, Expression right) {
        return call("smaller", DataTypes.BinaryType, false, List.of(left, right));
    }

    static Expression minus(Expression set, Expression others) {
        return call("minus", DataTypes.BinaryType, false, List.of(set, others));
    }

    static Expression isOpen(Expression set) {
        return new Not(call("closed", DataTypes.BooleanType, false, List.of(set)));
    }

    static Expression isEmpty(Expression set) {
        return call("isEmpty", DataTypes.BooleanType, false, List.of(set));
    }

    /** {@code tags}, open exactly where {@code absence} has members. */
    static Expression openedBy(Expression tags, Expression absence) {
        return new If(isEmpty(absence), tags, opened(tags));
    }

    /** The union of the sets of those rows of a group or a window's partition for which {@code condition} holds. */
    Expression collectedWhere(Expression condition, Expression set) {
        return collected(new If(condition, set, Literal.create(null, DataTypes.BinaryType)));
    }

    /** The union over a group or a window's partition. */
    Expression collected(Expression set) {
        return new CollectTags(List.of(set), false, style).toAggregateExpression();
    }

    /** The union over a group or a window's partition of {@code rows}; a part of the rows above. */
    Expression collected(Tagged rows) {
        if (ranges()) {
            return RangeExpressions.ofGroup(rows.parts(), rows.open());
        }
        return new CollectTags(rows.parts(), rows.open(), style).toAggregateExpression();
    }

    /**
     * The set of a row with these parts, open if {@code open}. Also of a single set: where a lateral subquery has no rows, what is
     * declared never null is.
     */
    Expression united(List<? extends Expression> parts, boolean open) {
        return new UniteTags(parts, open, bound());
    }

    /** One part of a row with these parts, never null: its set, or where groups carry ranges its range. */
    Expression single(List<? extends Expression> parts, boolean open) {
        return ranges() ? RangeExpressions.ofRow(parts, open) : united(parts, open);
    }

    /**
     * What is known without looking of the tags that some of {@code rows} have together; empty where they have to be
     * collected: as sets, or because each row tells by itself whether it is open or unknown. It does not tell whether the
     * rows are open.
     */
    Optional<Expression> reached(Tagged rows) {
        return ranges() && rows.isTagged() && !rows.facts().told()
                ? Optional.of(RangeExpressions.within(rows.facts().reach()))
                : Optional.empty();
    }

    /** The tags of a current row, over all changes of its key. */
    Expression history(CurrentExpansion.Change change) {
        return ranges() ? RangeExpressions.history(change) : new KeyHistory(change).toAggregateExpression();
    }
}
