package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;

/**
 * What the aggregates that yield a tag set have in common: everything that Catalyst asks of a Scala case class.
 *
 * @param <T> the buffer
 */
abstract class TagAggregate<T> extends TypedImperativeAggregate<T> implements Serializable {
    private final transient List<Expression> children;
    private final Expression[] arguments;
    private final Object setting;
    private final int mutableOffset;
    private final int inputOffset;

    /** {@code setting} is what distinguishes two aggregates over the same arguments; serialisable. */
    TagAggregate(List<Expression> arguments, Object setting, int mutableOffset, int inputOffset) {
        this.children = List.copyOf(arguments);
        this.arguments = arguments.toArray(Expression[]::new);
        this.setting = setting;
        this.mutableOffset = mutableOffset;
        this.inputOffset = inputOffset;
    }

    /** A copy of this. */
    abstract TagAggregate<T> with(List<Expression> arguments, int mutableOffset, int inputOffset);

    final int arguments() {
        return arguments.length;
    }

    final Expression argument(int index) {
        return arguments[index];
    }

    private List<Expression> argumentList() {
        return children == null ? List.of(arguments) : children;
    }

    @Override
    public final TagAggregate<T> withNewMutableAggBufferOffset(int offset) {
        return with(argumentList(), offset, inputOffset);
    }

    @Override
    public final TagAggregate<T> withNewInputAggBufferOffset(int offset) {
        return with(argumentList(), mutableOffset, offset);
    }

    /** Called by Catalyst on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public final Expression withNewChildrenInternal(scala.collection.immutable.IndexedSeq<Expression> newChildren) {
        return with(Seqs.java(newChildren), mutableOffset, inputOffset);
    }

    /** Called by Catalyst on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public final Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> newChildren) {
        return with(Seqs.java(newChildren), mutableOffset, inputOffset);
    }

    @Override
    public final int mutableAggBufferOffset() {
        return mutableOffset;
    }

    @Override
    public final int inputAggBufferOffset() {
        return inputOffset;
    }

    @Override
    public final boolean nullable() {
        return false;
    }

    @Override
    public final DataType dataType() {
        return DataTypes.BinaryType;
    }

    @Override
    public final Seq<Expression> children() {
        return Seqs.of(argumentList());
    }

    @Override
    public final int productArity() {
        return arguments.length + 3;
    }

    @Override
    public final Object productElement(int index) {
        if (index < arguments.length) {
            return arguments[index];
        }
        return switch (index - arguments.length) {
            case 0 -> setting;
            case 1 -> mutableOffset;
            case 2 -> inputOffset;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    public final boolean canEqual(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TagAggregate<?> that
                && that.canEqual(this)
                && argumentList().equals(that.argumentList())
                && setting.equals(that.setting)
                && mutableOffset == that.mutableOffset
                && inputOffset == that.inputOffset;
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass(), argumentList(), setting, mutableOffset, inputOffset);
    }
}
