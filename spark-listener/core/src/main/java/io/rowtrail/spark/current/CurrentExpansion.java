package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.Descending$;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NullsLast$;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/**
 * {@link CurrentState} in ordinary operators: the changes up to the pin and after the last TRUNCATE, the newest of each
 * key, and of those the ones that are no delete.
 */
public final class CurrentExpansion {
    private final CurrentState state;
    private final ChangeTable table;
    private final DataSourceV2Relation changes;

    private CurrentExpansion(CurrentState state) {
        this.state = state;
        this.table = state.table().orElseThrow();
        this.changes = relation(state.child()).newInstance();
    }

    /** The columns of one change, for {@link #withHistory}'s aggregate. */
    public record Change(Attribute ordinal, Attribute sequence, Attribute operation) {}

    /** The state's rows, their columns under the state's ids. */
    public static LogicalPlan plain(CurrentState state) {
        CurrentExpansion expansion = new CurrentExpansion(state);
        return expansion.newest(expansion.changesInForce(), List.of());
    }

    /**
     * As {@link #plain}, and after the other columns one more: {@code aggregate} over all changes of the row's key.
     */
    public static LogicalPlan withHistory(CurrentState state, String name, Function<Change, Expression> aggregate) {
        CurrentExpansion expansion = new CurrentExpansion(state);
        List<Expression> key = expansion.key();
        Alias history = Nodes.alias(
                Nodes.overPartition(aggregate.apply(expansion.change(expansion.changes)), key, List.of()), name);
        LogicalPlan histories = Nodes.window(List.of(history), key, List.of(), expansion.changesInForce());
        return expansion.newest(histories, List.of(history.toAttribute()));
    }

    private static DataSourceV2Relation relation(LogicalPlan plan) {
        LogicalPlan inner = plan;
        while (inner instanceof SubqueryAlias alias) {
            inner = alias.child();
        }
        return (DataSourceV2Relation) inner;
    }

    private Change change(LogicalPlan relation) {
        return new Change(
                column(relation, RowtrailColumns.TX),
                column(relation, RowtrailColumns.SEQ),
                column(relation, RowtrailColumns.OP));
    }

    private Attribute column(LogicalPlan relation, String name) {
        for (Attribute attribute : Nodes.output(relation)) {
            if (attribute.name().equalsIgnoreCase(name)) {
                return attribute;
            }
        }
        throw new IllegalStateException(table.name() + " has no column " + name);
    }

    private List<Expression> key() {
        List<Expression> columns = new ArrayList<>();
        table.key().forEach(name -> columns.add(column(changes, name)));
        return columns;
    }

    private LogicalPlan changesInForce() {
        DataSourceV2Relation again = changes.newInstance();
        Change truncate = change(again);
        Alias last =
                Nodes.alias(new Max(position(truncate)).toAggregateExpression(), "_rt_truncated");
        LogicalPlan truncates = Nodes.aggregate(
                List.of(),
                List.of(last),
                new Filter(
                        new And(
                                upToPin(truncate),
                                new EqualTo(truncate.operation(), Literal.create("t", DataTypes.StringType))),
                        again));
        Change change = change(changes);
        Expression after =
                new Or(new IsNull(last.toAttribute()), new GreaterThan(position(change), last.toAttribute()));
        LogicalPlan rows = new Filter(
                new And(
                        upToPin(change),
                        new Not(new EqualTo(change.operation(), Literal.create("t", DataTypes.StringType)))),
                changes);
        return new Join(rows, truncates, Inner$.MODULE$, Option.apply(after), JoinHint.NONE());
    }

    private static Expression position(Change change) {
        return CreateStruct$.MODULE$.apply(Seqs.of(List.<Expression>of(change.ordinal(), change.sequence())));
    }

    private Expression upToPin(Change change) {
        Expression pinned = new LessThanOrEqual(
                change.ordinal(), Literal.create(table.completeThrough(), DataTypes.LongType));
        if (table.without().isEmpty()) {
            return pinned;
        }
        List<Expression> removed = table.without().stream()
                .sorted()
                .<Expression>map(ordinal -> Literal.create(ordinal, DataTypes.LongType))
                .toList();
        return new And(pinned, new Not(new In(change.ordinal(), Seqs.of(removed))));
    }

    private LogicalPlan newest(LogicalPlan rows, List<Attribute> extra) {
        Change change = change(changes);
        List<SortOrder> newestFirst = List.of(descending(change.ordinal()), descending(change.sequence()));
        Alias number = Nodes.alias(
                new WindowExpression(
                        new RowNumber(),
                        new WindowSpecDefinition(
                                Seqs.of(key()),
                                Seqs.of(newestFirst),
                                new SpecifiedWindowFrame(
                                        RowFrame$.MODULE$, UnboundedPreceding$.MODULE$, CurrentRow$.MODULE$))),
                "_rt_newest");
        LogicalPlan numbered = Nodes.window(List.of(number), key(), newestFirst, rows);
        LogicalPlan live = new Filter(
                new And(
                        new EqualTo(number.toAttribute(), Literal.create(1, DataTypes.IntegerType)),
                        new Not(new EqualTo(change.operation(), Literal.create("d", DataTypes.StringType)))),
                numbered);
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute wanted : Nodes.output(state)) {
            columns.add(Nodes.aliasLike(column(changes, wanted.name()), wanted));
        }
        columns.addAll(extra);
        return Nodes.project(columns, live);
    }

    private static SortOrder descending(Expression expression) {
        return new SortOrder(expression, Descending$.MODULE$, NullsLast$.MODULE$, Seqs.none());
    }
}
