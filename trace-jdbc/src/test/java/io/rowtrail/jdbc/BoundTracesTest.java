package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundTracesTest {
    private static final TraceBinding A = trace('a');
    private static final TraceBinding B = trace('b');

    private final BoundTraces bound = new BoundTraces();

    @Test
    void namesEachMissingTraceOnceInItsOrder() {
        bind(B);

        assertThat(bound.without(List.of(A, B, A))).containsExactly(A);
        assertThat(bound.without(List.of(A))).containsExactly(A);
        assertThat(bound.without(List.of(B))).isEmpty();
    }

    @Test
    void aRollbackToASavepointForgetsWhatCameAfterIt() {
        bind(A);
        bound.mark(null, "s");
        bind(B);
        bound.rollbackTo(null, "s");

        assertThat(bound.without(List.of(A, B))).containsExactly(B);

        bind(B);
        bound.rollbackTo(null, "s");

        assertThat(bound.without(List.of(A, B)))
                .as("the savepoint is still there")
                .containsExactly(B);
    }

    @Test
    void aReleasedSavepointUncoversTheOneItHid() {
        bound.mark(null, "s");
        bind(A);
        bound.mark(null, "s");
        bound.release(null, "s");
        bound.rollbackTo(null, "s");

        assertThat(bound.without(List.of(A))).containsExactly(A);
    }

    @Test
    void aSavepointNobodyHasSeenForgetsEverything() {
        bind(A);
        bound.rollbackTo(null, "set elsewhere");

        assertThat(bound.without(List.of(A))).containsExactly(A);
    }

    private void bind(TraceBinding trace) {
        bound.add(trace.traceparent().traceId());
    }

    private static TraceBinding trace(char digit) {
        return new TraceBinding(
                new Traceparent(new TraceId(String.valueOf(digit).repeat(32)), new SpanId("1".repeat(16)), 0),
                Origin.UNSTATED);
    }
}
