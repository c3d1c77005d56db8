package io.rowtrail.spark.current;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Descending$;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NullsLast$;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
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
    private final DataSourceV2Relation truncated;

    private CurrentExpansion(CurrentState state) {
        this.state = state;
        this.table = state.table().orElseThrow();
        this.changes = relation(state.child()).newInstance();
        this.truncated = changes.newInstance();
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

    /**
     * Every version of each key, deletes none: after the state's columns the {@code history} of the version and an ordinal
     * without which it cannot be there, null for the live one: the last change of its key, or what truncated it. (To be seen
     * it would have to lose all changes after it; of these the last one is the live row's own, and so says least.) A version
     * that its own transaction replaced was never to be seen and is left out.
     */
    public static LogicalPlan versions(CurrentState state, String name, Function<Change, Expression> history) {
        return new CurrentExpansion(state).versions(name, history);
    }

    private LogicalPlan versions(String name, Function<Change, Expression> history) {
        Change change = change(changes);
        Alias last = lastTruncate();
        Alias inForce = Nodes.alias(after(last, change), "_rt_in_force");
        Alias truncatedBy = Nodes.alias(
                new GetStructField(last.toAttribute(), 0, Option.empty()), "_rt_truncated_by");
        List<NamedExpression> columns = new ArrayList<>(Nodes.output(changes));
        columns.add(inForce);
        columns.add(truncatedBy);
        LogicalPlan all = Nodes.project(
                columns,
                new Join(changesButTruncates(), truncates(last), Inner$.MODULE$, Option.empty(), JoinHint.NONE()));

        List<Expression> partition = key();
        partition.add(inForce.toAttribute());
        List<SortOrder> oldestFirst = List.of(Nodes.ascending(change.ordinal()), Nodes.ascending(change.sequence()));
        Alias tags = Nodes.alias(Nodes.upToRow(history.apply(change), partition, oldestFirst), name);
        Alias next = Nodes.alias(
                Nodes.overNext(new Max(change.ordinal()).toAggregateExpression(), partition, oldestFirst), "_rt_next");
        Alias latest = Nodes.alias(
                Nodes.overPartition(new Max(change.ordinal()).toAggregateExpression(), partition, oldestFirst), "_rt_last");
        LogicalPlan chained = Nodes.window(List.of(tags, next, latest), partition, oldestFirst, all);

        Expression replacedBy = new If(inForce.toAttribute(), next.toAttribute(), truncatedBy.toAttribute());
        Expression never = new EqualTo(replacedBy, change.ordinal());
        Expression removedBy = new If(
                new And(inForce.toAttribute(), new IsNotNull(next.toAttribute())), latest.toAttribute(), replacedBy);
        List<NamedExpression> result = stateColumns();
        result.add(tags.toAttribute());
        result.add(Nodes.alias(removedBy, "_rt_removed_by"));
        Expression seen = new Or(new IsNull(never), new Not(never));
        return Nodes.project(result, new Filter(new And(new Not(isOperation(change, "d")), seen), chained));
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
        Alias last = lastTruncate();
        Expression after = after(last, change(changes));
        return new Join(changesButTruncates(), truncates(last), Inner$.MODULE$, Option.apply(after), JoinHint.NONE());
    }

    private LogicalPlan changesButTruncates() {
        Change change = change(changes);
        return new Filter(new And(upToPin(change), new Not(isOperation(change, "t"))), changes);
    }

    /** The position of the last TRUNCATE, as {@link #truncates} yields it in its one row; null where there was none. */
    private Alias lastTruncate() {
        return Nodes.alias(new Max(position(change(truncated))).toAggregateExpression(), "_rt_truncated");
    }

    private LogicalPlan truncates(Alias last) {
        Change truncate = change(truncated);
        return Nodes.aggregate(
                List.of(),
                List.of(last),
                new Filter(new And(upToPin(truncate), isOperation(truncate, "t")), truncated));
    }

    private static Expression after(Alias truncate, Change change) {
        Attribute last = truncate.toAttribute();
        return new Or(new IsNull(last), new GreaterThan(position(change), last));
    }

    private static Expression isOperation(Change change, String operation) {
        return new EqualTo(change.operation(), Literal.create(operation, DataTypes.StringType));
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
        Alias number = Nodes.alias(Nodes.upToRow(new RowNumber(), key(), newestFirst), "_rt_newest");
        LogicalPlan numbered = Nodes.window(List.of(number), key(), newestFirst, rows);
        LogicalPlan live = new Filter(
                new And(
                        new EqualTo(number.toAttribute(), Literal.create(1, DataTypes.IntegerType)),
                        new Not(isOperation(change, "d"))),
                numbered);
        List<NamedExpression> columns = stateColumns();
        columns.addAll(extra);
        return Nodes.project(columns, live);
    }

    private List<NamedExpression> stateColumns() {
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute wanted : Nodes.output(state)) {
            columns.add(Nodes.aliasLike(column(changes, wanted.name()), wanted));
        }
        return columns;
    }

    private static SortOrder descending(Expression expression) {
        return new SortOrder(expression, Descending$.MODULE$, NullsLast$.MODULE$, Seqs.none());
    }
}
