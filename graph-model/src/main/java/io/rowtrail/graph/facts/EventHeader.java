package io.rowtrail.graph.facts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every event has.
 *
 * @param eventTime by the producer's clock
 * @param producer the URI of the producing code; empty when it did not say
 * @param marks oddities that were accepted, sorted
 * @param omitted what the event told beyond the bounds of facts; null when nothing
 */
public record EventHeader(
        Instant eventTime,
        String producer,
        List<Mark> marks,
        @Nullable Omitted omitted) {

    /** Something real producers leave out or get wrong that is kept and told rather than refused. */
    public enum Mark {
        /** The event time had no zone and was read as UTC. */
        ASSUMED_UTC,
        /** The event time had more digits than nanoseconds; the rest was cut off. */
        TRUNCATED_TIME,
        /** No {@code producer}. */
        NO_PRODUCER,
        /** No {@code schemaURL}. */
        NO_SCHEMA_URL,
        /** A run event without {@code eventType}. */
        NO_EVENT_TYPE,
        /** A facet without {@code _producer} or {@code _schemaURL}. */
        BARE_FACET,
        /** The event tells more than facts may hold: the rest was counted ({@link Omitted}) and is in the payload. */
        SUMMARISED
    }

    /**
     * How much of a huge event is not among its facts.
     *
     * @param datasets inputs and outputs
     * @param fields columns of schemas
     * @param sources sources of columns or datasets
     */
    public record Omitted(long datasets, long fields, long sources) {}

    public EventHeader {
        marks = marks.stream().distinct().sorted().toList();
    }

    public static EventHeader of(Instant eventTime, String producer, Collection<Mark> marks) {
        return new EventHeader(eventTime, producer, List.copyOf(marks), null);
    }
}
