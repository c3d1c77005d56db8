package io.rowtrail.service.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.merkle.InclusionProof;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is told.
 *
 * @param leaf the leaf, exactly the canonical JSON that was hashed
 * @param facts the facts, exactly the canonical JSON that was committed to
 * @param payload the masked body, exactly as it is stored; absent in lists and once erased
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryShape(
        String entry,
        String kind,
        Instant recordedAt,
        String leafHash,
        @JsonRawValue String leaf,
        @JsonRawValue @Nullable String facts,
        @JsonRawValue @Nullable String payload,
        @Nullable Inclusion proof) {

    /** An inclusion proof. */
    record Inclusion(String log, String index, String size, String leafHash, List<String> path) {
        static Inclusion of(String log, InclusionProof proof) {
            return new Inclusion(
                    log,
                    Long.toString(proof.index()),
                    Long.toString(proof.size()),
                    proof.leafHash().hex(),
                    proof.path().stream().map(hash -> hash.hex()).toList());
        }
    }

    /** An entry of a list. */
    static EntryShape listed(Entry entry, @Nullable Inclusion proof) {
        return new EntryShape(
                entry.name().toString(),
                entry.kind(),
                entry.recordedAt(),
                entry.leafHash().hex(),
                entry.leaf().utf8(),
                null,
                null,
                proof);
    }

    /** An entry with all that is kept of it. */
    static EntryShape whole(Entry entry) {
        return new EntryShape(
                entry.name().toString(),
                entry.kind(),
                entry.recordedAt(),
                entry.leafHash().hex(),
                entry.leaf().utf8(),
                entry.facts().utf8(),
                entry.payload() == null ? null : entry.payload().stored().utf8(),
                null);
    }
}
