package io.rowtrail.graph;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an edge at the time asked for.
 *
 * @param validFrom event time since which it holds with this effect
 * @param validTo event time until which it holds, null while it does
 * @param recordedAt when that became known
 * @param evidence entries that say so, sorted: those of the first and of the latest run that reported it
 */
public record EdgeFacts(
        Effect effect, Instant validFrom, @Nullable Instant validTo, Instant recordedAt, List<EntryRef> evidence) {

    public EdgeFacts {
        evidence = List.copyOf(evidence);
    }

    /** Returns the same as other entries say it. */
    public EdgeFacts with(List<EntryRef> others) {
        return new EdgeFacts(effect, validFrom, validTo, recordedAt, others);
    }
}
