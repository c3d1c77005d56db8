package io.rowtrail.audit.evidence;

import io.rowtrail.audit.EntryQuery;
import java.util.List;

/**
 * What a pack is to hold.
 *
 * @param query which entries; its size pins the pack to a checkpoint signed at that size, null to the newest; its limit
 *     is not looked at, a pack holds the whole answer
 * @param earlier sizes of checkpoints the reader may have kept, for each of which a consistency proof is added
 * @param contents how much of each entry
 */
public record EvidenceRequest(EntryQuery query, List<Long> earlier, Contents contents) {
    public EvidenceRequest {
        earlier = List.copyOf(earlier);
    }

    /** The whole log at its newest checkpoint, with facts. */
    public static EvidenceRequest everything() {
        return of(EntryQuery.all(EntryQuery.MAX_LIMIT));
    }

    /** What {@code query} finds, with facts. */
    public static EvidenceRequest of(EntryQuery query) {
        return new EvidenceRequest(query, List.of(), Contents.LEAVES_AND_FACTS);
    }

    /** The same, with consistency proofs from those sizes. */
    public EvidenceRequest withEarlier(List<Long> sizes) {
        return new EvidenceRequest(query, sizes, contents);
    }

    /** The same with leaves alone. */
    public EvidenceRequest leavesOnly() {
        return new EvidenceRequest(query, earlier, Contents.LEAVES);
    }

    /** How much of each entry a pack holds; payloads never. */
    public enum Contents {
        LEAVES,
        LEAVES_AND_FACTS
    }
}
