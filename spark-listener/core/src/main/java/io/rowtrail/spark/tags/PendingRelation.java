package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.UnaryPlan;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/**
 * A relation that is still to be looked up, unresolved for one turn longer than it would be: so the tag column is hidden
 * before a {@code *} above is expanded.
 */
public final class PendingRelation extends UnaryPlan {
    /** Public for Catalyst, which copies nodes by reflection. */
    public PendingRelation(LogicalPlan child) {
        super(child);
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
    protected PendingRelation over(LogicalPlan other) {
        return new PendingRelation(other);
    }

    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public Object productElement(int index) {
        return child();
    }
}
