package io.rowtrail.graph.fold;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dataset or a job from all events together: registers that a later event overwrites.
 *
 * @param firstSeen least event time that mentions it
 * @param lastSeen greatest event time that mentions it
 * @param registers by facet, sorted
 */
public record EntityState(Instant firstSeen, Instant lastSeen, Map<String, Register> registers) {

    public EntityState {
        registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
    }

    /**
     * A value and the event that wrote it; the later event time wins, then the larger digest.
     *
     * @param value canonical tree; null when the facet was deleted
     */
    public record Register(
            Instant time, String digest, @Nullable JsonNode value) {
        Register max(Register other) {
            int first = time.compareTo(other.time);
            return (first != 0 ? first : digest.compareTo(other.digest)) >= 0 ? this : other;
        }
    }

    /** Returns what both tell together. */
    public EntityState merge(EntityState other) {
        SortedMap<String, Register> merged = new TreeMap<>(registers);
        other.registers.forEach((name, register) -> merged.merge(name, register, Register::max));
        return new EntityState(
                firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen,
                merged);
    }

    @Nullable
    JsonNode value(String register) {
        Register held = registers.get(register);
        return held == null ? null : held.value();
    }
}
