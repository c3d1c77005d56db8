package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Walk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.RangeFrame$;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;

/**
 * The frames of a window's functions. What is in a RANGE frame its rows' own values decide; what is in a ROWS frame no row outside can
 * move, as long as the frame begins or ends at the row itself or next to it.
 */
final class WindowFrames {
    private WindowFrames() {}

    /** The different frames of all functions; empty when one of them looks at more than such a frame. */
    static Optional<Set<SpecifiedWindowFrame>> of(List<NamedExpression> functions) {
        List<WindowExpression> windows = new ArrayList<>();
        functions.forEach(function -> Walk.each((Expression) function, e -> {
            if (e instanceof WindowExpression window) {
                windows.add(window);
            }
        }));
        Set<SpecifiedWindowFrame> frames = new LinkedHashSet<>();
        for (WindowExpression window : windows) {
            boolean framed = window.windowFunction() instanceof AggregateExpression
                    && window.windowSpec().frameSpecification() instanceof SpecifiedWindowFrame known
                    && isFixed(known);
            if (!framed) {
                return Optional.empty();
            }
            frames.add((SpecifiedWindowFrame) window.windowSpec().frameSpecification());
        }
        return Optional.of(frames);
    }

    private static boolean isFixed(SpecifiedWindowFrame frame) {
        return frame.frameType() == RangeFrame$.MODULE$ || (place(frame.lower()) <= 1 && place(frame.upper()) >= -1);
    }

    /** Rows after the current one. */
    private static long place(Expression bound) {
        if (bound == UnboundedPreceding$.MODULE$) {
            return Long.MIN_VALUE;
        }
        if (bound == UnboundedFollowing$.MODULE$) {
            return Long.MAX_VALUE;
        }
        return bound == CurrentRow$.MODULE$ ? 0 : ((Number) bound.eval(null)).longValue();
    }
}
