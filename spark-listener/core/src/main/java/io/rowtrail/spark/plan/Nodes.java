package io.rowtrail.spark.plan;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.RangeFrame$;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Assignment;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeAction;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UpdateAction;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.catalyst.plans.logical.TableSpecBase;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import scala.Option;
import scala.Product;

/** Builds and copies Catalyst nodes; what differs between Spark lines is here and nowhere else. */
public final class Nodes {
    private Nodes() {}

    public static List<Attribute> output(LogicalPlan plan) {
        return Seqs.java(plan.output());
    }

    public static List<LogicalPlan> children(LogicalPlan plan) {
        return Seqs.java(plan.children());
    }

    public static List<Expression> expressions(LogicalPlan plan) {
        return Seqs.java(plan.expressions());
    }

    public static LogicalPlan withChildren(LogicalPlan plan, List<LogicalPlan> children) {
        return plan.withNewChildren(Seqs.of(children));
    }

    /** A copy of a case class node in which each constructor argument that is {@code before} becomes {@code after}. */
    public static LogicalPlan replaced(LogicalPlan plan, Object before, Object after) {
        Object[] arguments = new Object[plan.productArity()];
        boolean found = false;
        for (int i = 0; i < arguments.length; i++) {
            Object element = plan.productElement(i);
            found |= element == before;
            arguments[i] = element == before ? after : element;
        }
        if (!found) {
            throw new IllegalStateException("no such argument of " + plan.nodeName());
        }
        return plan.makeCopy(arguments);
    }

    /** A copy of a case class node with other first constructor arguments. */
    public static LogicalPlan withFirst(LogicalPlan plan, Object... first) {
        Object[] arguments = new Object[plan.productArity()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i < first.length ? first[i] : plan.productElement(i);
        }
        return plan.makeCopy(arguments);
    }

    /** What a statement says of the table it makes, with other properties: in every Spark the first part of it. */
    public static TableSpecBase withProperties(TableSpecBase spec, Map<String, String> properties) {
        Product parts = (Product) spec;
        Object[] arguments = new Object[parts.productArity()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == 0 ? Seqs.map(properties) : parts.productElement(i);
        }
        return make(spec.getClass(), arguments);
    }

    /** A new case class object; what a newer Spark has added to its constructor is left empty, or false. */
    private static <T> T make(Class<T> type, Object... first) {
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .max(Comparator.comparingInt(Constructor::getParameterCount))
                .orElseThrow();
        Class<?>[] types = constructor.getParameterTypes();
        Object[] arguments = Arrays.copyOf(first, types.length);
        for (int i = first.length; i < types.length; i++) {
            arguments[i] = types[i] == boolean.class ? false : Option.empty();
        }
        try {
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Spark has another " + type.getSimpleName(), e);
        }
    }

    public static Project project(List<? extends NamedExpression> columns, LogicalPlan child) {
        return new Project(Seqs.of(columns), child);
    }

    public static LogicalPlan aggregate(
            List<? extends Expression> keys, List<? extends NamedExpression> columns, LogicalPlan child) {
        return make(Aggregate.class, Seqs.of(keys), Seqs.of(columns), child);
    }

    public static LogicalPlan window(
            List<? extends NamedExpression> columns,
            List<? extends Expression> partition,
            List<SortOrder> order,
            LogicalPlan child) {
        return make(Window.class, Seqs.of(columns), Seqs.of(partition), Seqs.of(order), child);
    }

    /** {@code function}, or each aggregate in it, over the whole partition, whatever its order. */
    public static Expression overPartition(
            Expression function, List<? extends Expression> partition, List<SortOrder> order) {
        return overRows(function, partition, order, UnboundedPreceding$.MODULE$, UnboundedFollowing$.MODULE$);
    }

    /** {@code function} over all rows from the first to the last that is equal to the current one in {@code order}. */
    public static Expression upToPeers(Expression function, List<SortOrder> order) {
        return over(
                function,
                new WindowSpecDefinition(
                        Seqs.none(),
                        Seqs.of(order),
                        new SpecifiedWindowFrame(
                                RangeFrame$.MODULE$, UnboundedPreceding$.MODULE$, CurrentRow$.MODULE$)));
    }

    /** {@code function}, or each aggregate in it, over rows. */
    public static Expression over(Expression function, WindowSpecDefinition rows) {
        boolean among = !(function instanceof AggregateExpression)
                && Walk.contains(function, e -> e instanceof AggregateExpression);
        return among
                ? Walk.up(function, e -> e instanceof AggregateExpression ? new WindowExpression(e, rows) : e)
                : new WindowExpression(function, rows);
    }

    /** {@code function} over the rows of the partition up to the current one. */
    public static Expression upToRow(Expression function, List<? extends Expression> partition, List<SortOrder> order) {
        return overRows(function, partition, order, UnboundedPreceding$.MODULE$, CurrentRow$.MODULE$);
    }

    /** {@code function} over the partition's next row alone; of the last row over none. */
    public static Expression overNext(
            Expression function, List<? extends Expression> partition, List<SortOrder> order) {
        Expression one = Literal.create(1, DataTypes.IntegerType);
        return overRows(function, partition, order, one, one);
    }

    private static Expression overRows(
            Expression function,
            List<? extends Expression> partition,
            List<SortOrder> order,
            Expression from,
            Expression to) {
        return over(
                function,
                new WindowSpecDefinition(
                        Seqs.of(partition), Seqs.of(order), new SpecifiedWindowFrame(RowFrame$.MODULE$, from, to)));
    }

    public static SortOrder ascending(Expression expression) {
        return new SortOrder(expression, Ascending$.MODULE$, NullsFirst$.MODULE$, Seqs.none());
    }

    public static Alias alias(Expression expression, String name) {
        return alias(expression, name, NamedExpression.newExprId());
    }

    public static Alias alias(Expression expression, String name, ExprId id) {
        return new Alias(expression, name, id, Seqs.none(), Option.empty(), Seqs.none());
    }

    /** {@code expression} under the name, id, qualifier and metadata of {@code attribute}. */
    public static Alias aliasLike(Expression expression, Attribute attribute) {
        return new Alias(
                expression,
                attribute.name(),
                attribute.exprId(),
                attribute.qualifier(),
                Option.apply(attribute.metadata()),
                Seqs.none());
    }

    public static AttributeReference attribute(String name, DataType type, boolean nullable) {
        return new AttributeReference(name, type, nullable, Metadata.empty(), NamedExpression.newExprId(), Seqs.none());
    }

    public static ScalarSubquery scalarSubquery(LogicalPlan plan, List<? extends Expression> outer) {
        return make(ScalarSubquery.class, plan, Seqs.of(outer), NamedExpression.newExprId(), Seqs.none());
    }

    /** A call of {@code target}'s method of this name; null for null arguments, and perhaps for others. */
    public static Expression call(
            Object target, String method, DataType type, List<Expression> arguments, List<AbstractDataType> types) {
        Expression object = new Literal(target, new ObjectType(target.getClass()));
        return make(
                Invoke.class, object, method, type, Seqs.of(arguments), Seqs.of(types), true, true, true);
    }

    /** A call of a static method; {@code nullPropagates}: it is not called with a null, and answers with null then. */
    public static Expression staticCall(
            Class<?> owner,
            String method,
            DataType type,
            List<Expression> arguments,
            List<AbstractDataType> types,
            boolean nullPropagates,
            boolean deterministic) {
        return make(
                StaticInvoke.class,
                owner,
                type,
                method,
                Seqs.of(arguments),
                Seqs.of(types),
                nullPropagates,
                nullPropagates,
                deterministic);
    }

    /** A call of a static method of a class, with nulls too, whose answer may be null. */
    public static Expression nullableStaticCall(
            Class<?> owner, String method, DataType type, List<Expression> arguments, List<AbstractDataType> types) {
        return make(StaticInvoke.class, owner, type, method, Seqs.of(arguments), Seqs.of(types), false, true, true);
    }

    /**
     * {@code query} with each common table expression in the place of its references, as Spark's optimiser does it; those that
     * have to be evaluated once stay.
     */
    public static LogicalPlan inlined(LogicalPlan query) {
        boolean[] any = {false};
        Walk.each(query, node -> any[0] |= node instanceof WithCTE);
        return any[0] ? make(InlineCTE.class).apply(query) : query;
    }

    /** {@code command} over another source and with other branches. */
    public static MergeIntoTable merge(
            MergeIntoTable command,
            LogicalPlan source,
            List<MergeAction> matched,
            List<MergeAction> notMatched,
            List<MergeAction> notMatchedBySource) {
        return (MergeIntoTable) withFirst(
                command,
                command.targetTable(),
                source,
                command.mergeCondition(),
                Seqs.of(matched),
                Seqs.of(notMatched),
                Seqs.of(notMatchedBySource));
    }

    /** {@code MERGE WITH SCHEMA EVOLUTION}, of which Spark 3 knows nothing. */
    public static boolean evolvesSchema(MergeIntoTable merge) {
        return merge.productArity() > 6 && Boolean.TRUE.equals(merge.productElement(6));
    }

    public static UpdateAction update(Option<Expression> condition, List<Assignment> assignments) {
        return make(UpdateAction.class, condition, Seqs.of(assignments));
    }

    public static LogicalPlan withFirstChild(LogicalPlan plan, LogicalPlan child) {
        List<LogicalPlan> children = new ArrayList<>(children(plan));
        children.set(0, child);
        return withChildren(plan, children);
    }

    /** Whether the session takes both for the same column. */
    public static boolean isSameName(String left, String right) {
        return SQLConf.get().caseSensitiveAnalysis() ? left.equals(right) : left.equalsIgnoreCase(right);
    }

    public static boolean sameId(Attribute left, Attribute right) {
        return left.exprId().equals(right.exprId());
    }

    /** The attribute of {@code plan}'s output with this id. */
    public static Attribute inOutput(LogicalPlan plan, ExprId id) {
        for (Attribute attribute : output(plan)) {
            if (attribute.exprId().equals(id)) {
                return attribute;
            }
        }
        throw new IllegalStateException(plan.nodeName() + " lost a column it was to pass on");
    }

    /** {@code attributes} without {@code dropped}. */
    public static List<Attribute> without(List<Attribute> attributes, Attribute dropped) {
        List<Attribute> kept = new ArrayList<>(attributes);
        kept.removeIf(attribute -> sameId(attribute, dropped));
        return kept;
    }
}
