package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;

/** Values of ghosts: the job never computed them, and they may be such that it could not. */
final class GhostValues {
    private static final Set<Class<?>> CANNOT_FAIL = Set.of(
            AttributeReference.class,
            Literal.class,
            Alias.class,
            Coalesce.class,
            If.class,
            CaseWhen.class,
            IsNull.class,
            IsNotNull.class,
            And.class,
            Or.class,
            Not.class,
            EqualTo.class,
            EqualNullSafe.class,
            LessThan.class,
            LessThanOrEqual.class,
            GreaterThan.class,
            GreaterThanOrEqual.class,
            GetStructField.class);

    private GhostValues() {}

    /**
     * {@code column}, null where it fails on a ghost: a value that the job never saw must not fail the query. What cannot fail
     * stays as it is.
     */
    static NamedExpression bearable(NamedExpression column, Expression live) {
        Expression expression = (Expression) column;
        if (!(column instanceof Alias alias) || !mayFail(expression) || !expression.deterministic()) {
            return column;
        }
        return Nodes.aliasLike(new If(live, alias.child(), new TryEval(alias.child())), alias.toAttribute());
    }

    private static boolean mayFail(Expression expression) {
        if (expression instanceof AggregateExpression) {
            return false; // sees live rows only
        }
        return !CANNOT_FAIL.contains(expression.getClass())
                || Seqs.<Expression>java(expression.children()).stream().anyMatch(GhostValues::mayFail);
    }
}
