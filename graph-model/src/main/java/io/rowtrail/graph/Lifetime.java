package io.rowtrail.graph;

import java.time.Instant;

/**
 * When something was told of.
 *
 * @param firstSeen least event time that mentions it
 * @param lastSeen greatest event time that mentions it
 */
public record Lifetime(Instant firstSeen, Instant lastSeen) {

    /** Returns what spans both. */
    public Lifetime union(Lifetime other) {
        return new Lifetime(
                firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
    }
}
