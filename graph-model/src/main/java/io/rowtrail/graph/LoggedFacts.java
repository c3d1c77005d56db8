package io.rowtrail.graph;

import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import java.time.Instant;

/**
 * Facts as the log holds them.
 *
 * @param entry the entry that says so
 * @param recordedAt by the sequencer's clock, never decreasing in index
 * @param digest of the canonical facts, 64 hex digits
 */
public record LoggedFacts(EntryRef entry, Instant recordedAt, String digest, EventFacts facts) {

    public static LoggedFacts of(EntryRef entry, Instant recordedAt, EventFacts facts) {
        return new LoggedFacts(entry, recordedAt, FactsCodec.digest(facts), facts);
    }
}
