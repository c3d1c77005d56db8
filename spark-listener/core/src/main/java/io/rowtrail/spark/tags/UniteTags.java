package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.tags.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.FalseLiteral$;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;

/** The set of a row out of its parts: ordinals (BIGINT), sets (BINARY) and ranges, any of them null. Never null. */
public final class UniteTags extends Expression implements java.io.Serializable {
    private final List<Expression> parts;
    private final boolean open;
    private final int maxCount;
    private final int maxBytes;

    UniteTags(List<? extends Expression> parts, boolean open, Bound bound) {
        this(List.copyOf(parts), open, bound.maxCount(), bound.maxBytes());
    }

    private UniteTags(List<Expression> parts, boolean open, int maxCount, int maxBytes) {
        this.parts = new ArrayList<>(parts);
        this.open = open;
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    static boolean isOrdinal(Expression part) {
        return part.dataType().equals(DataTypes.LongType);
    }

    @Override
    public Seq<Expression> children() {
        return Seqs.of(parts);
    }

    @Override
    public DataType dataType() {
        return DataTypes.BinaryType;
    }

    @Override
    public boolean nullable() {
        return false;
    }

    @Override
    public Object eval(InternalRow row) {
        long[] ordinals = new long[parts.size()];
        byte[][] sets = new byte[parts.size()][];
        int known = 0;
        int found = 0;
        for (Expression part : parts) {
            Object value = part.eval(row);
            if (value instanceof Long ordinal) {
                ordinals[known++] = ordinal;
            } else if (value instanceof byte[] set) {
                sets[found++] = set;
            } else if (value instanceof InternalRow range) {
                sets[found++] = TagRanges.encoded(range);
            }
        }
        return TagFunctions.unite(ordinals, known, sets, found, open, maxCount, maxBytes);
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        String ordinals = context.freshName("ordinals");
        String known = context.freshName("known");
        String sets = context.freshName("sets");
        String found = context.freshName("found");
        long longs = parts.stream().filter(UniteTags::isOrdinal).count();
        Block all = text("long[] " + ordinals + " = new long[" + longs + "]; int " + known + " = 0; byte[][] " + sets
                + " = new byte[" + (parts.size() - longs) + "][]; int " + found + " = 0;\n");
        for (Expression part : parts) {
            ExprCode value = part.genCode(context);
            // What Spark declares never null is null where a lateral subquery has no rows.
            String add = isOrdinal(part)
                    ? ") " + ordinals + "[" + known + "++] = ("
                    : ") " + sets + "[" + found + "++] = "
                            + (RangeExpressions.isRange(part) ? TagRanges.class.getName() + ".encoded(" : "(");
            all = all.$plus(value.code())
                    .$plus(new CodeBlock(
                            Seqs.of("if (!", add, ");\n"), Seqs.of(List.<JavaCode>of(value.isNull(), value.value()))));
        }
        String result = context.freshName("united");
        all = all.$plus(text("byte[] " + result + " = " + TagFunctions.class.getName() + ".unite(" + ordinals + ", "
                + known + ", " + sets + ", " + found + ", " + open + ", " + maxCount + ", " + maxBytes + ");\n"));
        return new ExprCode(all, FalseLiteral$.MODULE$, JavaCode.variable(result, DataTypes.BinaryType));
    }

    private static Block text(String code) {
        return new CodeBlock(Seqs.of(code), Seqs.none());
    }

    /** Called by Catalyst on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public Expression withNewChildrenInternal(scala.collection.immutable.IndexedSeq<Expression> children) {
        return new UniteTags(Seqs.java(children), open, maxCount, maxBytes);
    }

    /** Called by Catalyst on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> children) {
        return new UniteTags(Seqs.java(children), open, maxCount, maxBytes);
    }

    @Override
    public String nodeName() {
        return "rt_unite";
    }

    @Override
    public int productArity() {
        return parts.size() + 3;
    }

    @Override
    public Object productElement(int index) {
        if (index < parts.size()) {
            return parts.get(index);
        }
        return switch (index - parts.size()) {
            case 0 -> open;
            case 1 -> maxCount;
            case 2 -> maxBytes;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof UniteTags;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UniteTags that
                && parts.equals(that.parts)
                && open == that.open
                && maxCount == that.maxCount
                && maxBytes == that.maxBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(parts, open, maxCount, maxBytes);
    }
}
