package io.rowtrail.spark.write;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;

/** A tag set on its way into the table: counted, and unknown if it cannot be read. */
public final class ObserveTags extends Expression implements java.io.Serializable {
    private final Expression child;
    private final TagStats stats;

    /** Public for Catalyst, which copies expressions by reflection. */
    public ObserveTags(Expression child, TagStats stats) {
        this.child = child;
        this.stats = stats;
    }

    @Override
    public Seq<Expression> children() {
        return Seqs.of(List.of(child));
    }

    @Override
    public DataType dataType() {
        return DataTypes.BinaryType;
    }

    @Override
    public boolean nullable() {
        return child.nullable();
    }

    /** Each row counts, even where all rows have the same set. */
    @Override
    public boolean foldable() {
        return false;
    }

    @Override
    public Object eval(InternalRow row) {
        Object set = child.eval(row);
        return set instanceof byte[] bytes ? stats.observed(bytes) : set;
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        String counter = context.addReferenceObj("tagStats", stats, TagStats.class.getName());
        ExprCode set = child.genCode(context);
        String name = context.freshName("observed");
        List<JavaCode> inputs = List.of(set.isNull(), set.value());
        Block count = new CodeBlock(
                Seqs.of("byte[] " + name + " = ", " ? null : " + counter + ".observed(", ");\n"), Seqs.of(inputs));
        return new ExprCode(
                set.code().$plus(count), set.isNull(), JavaCode.variable(name, DataTypes.BinaryType));
    }

    /** Called by Catalyst on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public Expression withNewChildrenInternal(scala.collection.immutable.IndexedSeq<Expression> children) {
        return new ObserveTags(children.apply(0), stats);
    }

    /** Called by Catalyst on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> children) {
        return new ObserveTags(children.apply(0), stats);
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public Object productElement(int index) {
        return index == 0 ? child : stats;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ObserveTags;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObserveTags that && child.equals(that.child) && stats == that.stats;
    }

    @Override
    public int hashCode() {
        return child.hashCode() * 31 + System.identityHashCode(stats);
    }
}
