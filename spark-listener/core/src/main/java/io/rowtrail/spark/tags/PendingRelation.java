package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * A relation that is still to be looked up, unresolved for one turn longer than it would be: so the tag column is hidden
 * before a {@code *} above is expanded.
 */
public final class PendingRelation extends LogicalPlan {
    private final LogicalPlan child;

    /** Public for Catalyst, which copies nodes by reflection. */
    public PendingRelation(LogicalPlan child) {
        this.child = child;
    }

    LogicalPlan child() {
        return child;
    }

    @Override
    public boolean resolved() {
        return false;
    }

    @Override
    public Seq<Attribute> output() {
        return Seqs.none();
    }

    @Override
    public Seq<LogicalPlan> children() {
        return Seqs.of(List.of(child));
    }

    @Override
    public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
        return new PendingRelation(children.apply(0));
    }

    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public Object productElement(int index) {
        return child;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PendingRelation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PendingRelation that && child.equals(that.child);
    }

    @Override
    public int hashCode() {
        return child.hashCode() + 1;
    }
}
