package io.rowtrail.spark.plan;

import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/** A node of ours that keeps what is above its child from being resolved until it is taken away. */
public abstract class UnresolvedPlan extends UnaryPlan {
    protected UnresolvedPlan(LogicalPlan child) {
        super(child);
    }

    @Override
    public final boolean resolved() {
        return false;
    }

    @Override
    public final Seq<Attribute> output() {
        return Seqs.none();
    }

    @Override
    public final int productArity() {
        return 1;
    }

    @Override
    public final Object productElement(int index) {
        return child();
    }
}
