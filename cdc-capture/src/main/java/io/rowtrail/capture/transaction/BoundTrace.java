package io.rowtrail.capture.transaction;

import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * A trace bound to a transaction, and what supplied it.
 *
 * @param spanId the span of the request; null where only the trace id was given
 * @param flags the traceparent's; 0 where only the trace id was given
 */
public record BoundTrace(TraceId traceId, @Nullable SpanId spanId, int flags, TagSource tagSource, Origin origin) {
    /** Whether the other says the same, or no more than the same trace id. */
    boolean names(BoundTrace other) {
        return traceId.equals(other.traceId) && (spanId == null || other.spanId == null || spanId.equals(other.spanId));
    }
}
