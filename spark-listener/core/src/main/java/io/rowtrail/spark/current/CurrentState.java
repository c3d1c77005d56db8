package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The latest state of each key of the change table below, deletes applied, the source's columns only.
 *
 * <p>Unresolved until its table is known. Its output keeps the ids of the relation's columns.
 */
public final class CurrentState extends LogicalPlan {
    private final LogicalPlan child;
    private final Option<Long> asked;
    private final Option<ChangeTable> table;

    /** Public for Catalyst, which copies nodes by reflection. */
    public CurrentState(LogicalPlan child, Option<Long> asked, Option<ChangeTable> table) {
        this.child = child;
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

    /** The change table's own plan. */
    public LogicalPlan child() {
        return child;
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
        CurrentState state = new CurrentState(child, asked, Option.apply(known));
        state.copyTagsFrom(this);
        return state;
    }

    @Override
    public boolean resolved() {
        return table.isDefined() && child.resolved();
    }

    @Override
    public Seq<Attribute> output() {
        if (!child.resolved()) {
            return Seqs.none();
        }
        List<Attribute> columns = Nodes.output(child);
        return Seqs.of(
                columns.stream().filter(column -> !ChangeTable.isOurs(column)).toList());
    }

    /** Nothing below may be pruned: the expansion needs columns that are not in the output. */
    @Override
    public AttributeSet references() {
        return child.outputSet();
    }

    /** The metadata columns of single change rows mean nothing of a state. */
    @Override
    public Seq<Attribute> metadataOutput() {
        return Seqs.none();
    }

    @Override
    public Seq<LogicalPlan> children() {
        return Seqs.of(List.of(child));
    }

    @Override
    public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
        return new CurrentState(children.apply(0), asked, table);
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int index) {
        return switch (index) {
            case 0 -> child;
            case 1 -> asked;
            default -> table;
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof CurrentState;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurrentState that
                && child.equals(that.child)
                && asked.equals(that.asked)
                && table.equals(that.table);
    }

    @Override
    public int hashCode() {
        return Objects.hash(child, asked, table);
    }
}
