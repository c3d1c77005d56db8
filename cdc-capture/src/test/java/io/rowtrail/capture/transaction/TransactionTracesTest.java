package io.rowtrail.capture.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.capture.source.TraceClaim;
import io.rowtrail.trace.TagSource;
import org.junit.jupiter.api.Test;

class TransactionTracesTest {
    private static final String A = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String B = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "-00f067aa0ba902b7-01";

    private final TransactionTraces traces = new TransactionTraces();

    private String sources() {
        Binding binding = traces.binding();
        StringBuilder text = new StringBuilder(binding.tagSource().wire());
        for (BoundTrace trace : binding.traces()) {
            text.append(' ').append(trace.traceId().hex().equals(A) ? 'A' : 'B');
            text.append(trace.spanId() == null ? "" : "s")
                    .append(':')
                    .append(trace.tagSource().wire());
        }
        return text.toString();
    }

    @Test
    void theMostTrustedComesFirstWhateverTheOrder() {
        traces.message("00-" + A + SPAN + ";source=comment");
        traces.claim(new TraceClaim(TagSource.COLUMN, "00-" + B + SPAN));
        assertThat(sources()).isEqualTo("column Bs:column As:comment");
        traces.message("00-" + A + SPAN);
        assertThat(sources()).isEqualTo("message As:message Bs:column");
    }

    @Test
    void aTraceIdOfItsOwnNamesTheSameTraceAsATraceparent() {
        traces.claim(new TraceClaim(TagSource.COLUMN, "4BF92F35-77b3-4da6-a3ce-929d0e0e4736"));
        assertThat(sources()).isEqualTo("column A:column");
        traces.claim(new TraceClaim(TagSource.TABLE, "00-" + A + SPAN + ";origin=asserted"));
        assertThat(sources()).isEqualTo("table As:table");
        traces.claim(new TraceClaim(TagSource.COLUMN, A));
        assertThat(sources()).isEqualTo("table As:table");
    }

    @Test
    void whatIsNoTraceIsInvalidUnlessThereIsOne() {
        assertThat(traces.claim(new TraceClaim(TagSource.COLUMN, "0".repeat(32))))
                .isFalse();
        assertThat(sources()).isEqualTo("invalid");
        assertThat(traces.claim(new TraceClaim(TagSource.OUTBOX, "tracestate=x")))
                .isFalse();
        assertThat(traces.message("00-" + A + SPAN)).isTrue();
        assertThat(sources()).isEqualTo("message As:message");
        traces.clear();
        assertThat(sources()).isEqualTo("none");
    }
}
