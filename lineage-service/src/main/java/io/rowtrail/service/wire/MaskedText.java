package io.rowtrail.service.wire;

/**
 * The text of an event as it may be stored and read, and what else the pass over it found.
 *
 * @param bytes UTF-8
 * @param redactions how many values were masked
 * @param traceparent the text at {@code /run/facets/rowtrail_trace/traceparent}, empty when there is none
 * @param traceId the text at {@code /run/facets/rowtrail_trace/traceId}, empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record MaskedText(byte[] bytes, int redactions, String traceparent, String traceId) {}
