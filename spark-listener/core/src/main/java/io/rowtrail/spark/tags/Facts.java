package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Walk;
import io.rowtrail.tags.Absence;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * What is known of all rows of an operator, besides their tags.
 *
 * @param reach the hull of the ordinals that can reach the operator at all
 * @param absence the transactions without which the operator could yield rows that it does not yield now
 * @param volatiles columns whose value other rows decide
 * @param told whether it is in the parts, and so a row's own, that a row is open or unknown
 */
record Facts(Absence reach, Absence absence, Set<ExprId> volatiles, boolean told) {
    /** Of a source without ordinals. */
    static final Facts NONE = new Facts(Absence.NONE, Absence.NONE, Set.of(), false);

    /** Of rows that any transaction may have made, or kept out. */
    static final Facts UNKNOWN = new Facts(Absence.ANYTHING, Absence.ANYTHING, Set.of(), true);

    Facts {
        volatiles = Set.copyOf(volatiles);
    }

    /** Of a source whose rows have ordinals only. */
    static Facts of(Absence reach, Absence absence) {
        return new Facts(reach, absence, Set.of(), false);
    }

    /** The same, the parts telling of each row whether it is open or unknown, if {@code telling}. */
    Facts toldIf(boolean telling) {
        return telling && !told ? new Facts(reach, absence, volatiles, true) : this;
    }

    /** Whether rows may be missing here: then what looks at several rows is open. */
    boolean lacksRows() {
        return !absence.isNone();
    }

    Facts and(Facts other) {
        Set<ExprId> both = new HashSet<>(volatiles);
        both.addAll(other.volatiles);
        return new Facts(reach.and(other.reach), absence.and(other.absence), both, told || other.told);
    }

    /** An operator here kept rows out by a value that other rows decide: anything below may have caused it. */
    Facts keptOut() {
        return new Facts(reach, absence.and(reach), volatiles, told);
    }

    Facts lacking(Absence more) {
        return new Facts(reach, absence.and(more), volatiles, told);
    }

    Facts alsoVolatile(Collection<? extends Attribute> columns) {
        Set<ExprId> more = new HashSet<>(volatiles);
        columns.forEach(column -> more.add(column.exprId()));
        return new Facts(reach, absence, more, told);
    }

    /** Whether {@code expression} looks at a volatile column. */
    boolean isVolatile(Expression expression) {
        return Walk.contains(expression, e -> e instanceof Attribute a && volatiles.contains(a.exprId()));
    }

    boolean anyVolatile(Collection<? extends Expression> expressions) {
        return expressions.stream().anyMatch(this::isVolatile);
    }
}
