package io.rowtrail.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The two times a question is asked at: the answer is the one that the events up to both would have given.
 *
 * @param asOf latest event time taken into account; null for all
 * @param knownAt latest recording time taken into account; null for all
 */
public record TimePoint(@Nullable Instant asOf, @Nullable Instant knownAt) {

    /** Everything known. */
    public static final TimePoint NOW = new TimePoint(null, null);

    /** Says whether an event counts: whether it was both over and known by then. */
    public boolean sees(LoggedFacts event) {
        return (asOf == null || !event.facts().eventTime().isAfter(asOf))
                && (knownAt == null || !event.recordedAt().isAfter(knownAt));
    }
}
