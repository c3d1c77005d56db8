package io.rowtrail.capture.transaction;

import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceId;

/** A trace bound to a transaction, and what supplied it. */
public record BoundTrace(TraceId traceId, SpanId spanId, TagSource tagSource, Origin origin) {}
