package io.rowtrail.audit;

import org.jspecify.annotations.Nullable;

/**
 * Where a producer's own numbering puts an event, so that a gap shows before the log as well.
 *
 * @param id the stream, for example one connector or one Spark application
 * @param seq this event's number or hash in the stream
 * @param prev the one before it, or null for the first
 */
public record StreamPosition(
        String id, String seq, @Nullable String prev) {}
