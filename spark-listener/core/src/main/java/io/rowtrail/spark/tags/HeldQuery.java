package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.UnaryPlan;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;

/**
 * The query under a write, unresolved until its table has been looked up: else Spark would compare their columns before the
 * tag column, of which the job's author cannot know, has its placeholder.
 */
public final class HeldQuery extends UnaryPlan {
    /** Public for Catalyst, which copies nodes by reflection. */
    public HeldQuery(LogicalPlan query) {
        super(query);
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
    protected HeldQuery over(LogicalPlan other) {
        return new HeldQuery(other);
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
