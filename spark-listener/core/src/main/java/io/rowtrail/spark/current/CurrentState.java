package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.UnaryPlan;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * The latest state of each key of the change table below, deletes applied, the source's columns only.
 *
 * <p>Unresolved until its table is known. Its output keeps the ids of the relation's columns.
 */
public final class CurrentState extends UnaryPlan {
    private final Option<Long> asked;
    private final Option<ChangeTable> table;

    /** Public for Catalyst, which copies nodes by reflection. */
    public CurrentState(LogicalPlan child, Option<Long> asked, Option<ChangeTable> table) {
        super(child);
        this.asked = asked;
        this.table = table;
    }

    /** The state of a relation that is still to be looked up. */
    static CurrentState of(LogicalPlan unresolved) {
        return new CurrentState(unresolved, Option.empty(), Option.empty());
    }

    /** The same, up to {@code ordinal}. */
    static CurrentState of(LogicalPlan unresolved, long ordinal) {
        return new CurrentState(unresolved, Option.apply(ordinal), Option.empty());
    }

    /** Empty before resolution. */
    public Optional<ChangeTable> table() {
        return Seqs.java(table);
    }

    /** The same node once it is known what its table says of itself. */
    CurrentState described(ChangeTable table) {
        return with(asked.isDefined() ? table.asOf(asked.get()) : table);
    }

    /** The state of the same table, read in another way. */
    public CurrentState with(ChangeTable known) {
        CurrentState state = new CurrentState(child(), asked, Option.apply(known));
        state.copyTagsFrom(this);
        return state;
    }

    @Override
    public boolean resolved() {
        return table.isDefined() && child().resolved();
    }

    @Override
    public Seq<Attribute> output() {
        if (!child().resolved()) {
            return Seqs.none();
        }
        List<Attribute> columns = Nodes.output(child());
        return Seqs.of(
                columns.stream().filter(column -> !ChangeTable.isOurs(column)).toList());
    }

    /** Nothing below may be pruned: the expansion needs columns that are not in the output. */
    @Override
    public AttributeSet references() {
        return child().outputSet();
    }

    /** The metadata columns of single change rows mean nothing of a state. */
    @Override
    public Seq<Attribute> metadataOutput() {
        return Seqs.none();
    }

    @Override
    protected CurrentState over(LogicalPlan other) {
        return new CurrentState(other, asked, table);
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int index) {
        return switch (index) {
            case 0 -> child();
            case 1 -> asked;
            default -> table;
        };
    }
}
