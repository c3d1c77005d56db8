package io.rowtrail.spark.plan;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/** A node of ours over one other: what Catalyst asks of a Scala case class whose first argument is its child. */
public abstract class UnaryPlan extends LogicalPlan {
    private final LogicalPlan child;

    protected UnaryPlan(LogicalPlan child) {
        this.child = child;
    }

    public final LogicalPlan child() {
        return child;
    }

    /** A copy of this over another child. */
    protected abstract UnaryPlan over(LogicalPlan other);

    @Override
    public final Seq<LogicalPlan> children() {
        return Seqs.of(List.of(child));
    }

    /** Called by Catalyst on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public final LogicalPlan withNewChildrenInternal(scala.collection.immutable.IndexedSeq<LogicalPlan> children) {
        return over(children.apply(0));
    }

    /** Called by Catalyst on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public final LogicalPlan withNewChildrenInternal(scala.collection.IndexedSeq<LogicalPlan> children) {
        return over(children.apply(0));
    }

    @Override
    public final boolean canEqual(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final boolean equals(Object other) {
        if (!(other instanceof UnaryPlan that) || !that.canEqual(this) || productArity() != that.productArity()) {
            return false;
        }
        for (int i = 0; i < productArity(); i++) {
            if (!productElement(i).equals(that.productElement(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final int hashCode() {
        int hash = getClass().hashCode();
        for (int i = 0; i < productArity(); i++) {
            hash = 31 * hash + productElement(i).hashCode();
        }
        return hash;
    }
}
