package io.rowtrail.graph;

import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts as the log holds them.
 *
 * @param entry the entry that says so
 * @param recordedAt by the sequencer's clock, never decreasing in index
 * @param digest of the canonical facts, 64 hex digits
 * @param covered earlier events it stands for as well; null for itself alone, as every event is in the log
 */
public record LoggedFacts(
        EntryRef entry,
        Instant recordedAt,
        String digest,
        EventFacts facts,
        @Nullable Covered covered) {

    public static LoggedFacts of(EntryRef entry, Instant recordedAt, EventFacts facts) {
        return new LoggedFacts(entry, recordedAt, FactsCodec.digest(facts), facts, null);
    }

    /**
     * Reads facts as they stand in the log.
     *
     * @param canonical the bytes of {@link FactsCodec#encode}
     * @throws IllegalArgumentException when they are not, or of a version not known here
     */
    public static LoggedFacts read(EntryRef entry, Instant recordedAt, byte[] canonical) {
        return new LoggedFacts(entry, recordedAt, FactsCodec.digest(canonical), FactsCodec.decode(canonical), null);
    }

    /** Returns the entries behind it, or the first and last of them. */
    public List<EntryRef> entries() {
        return covered == null ? List.of(entry) : covered.entries();
    }

    /** Returns the first entry behind it. */
    public EntryRef first() {
        return covered == null ? entry : covered.entries().get(0);
    }
}
