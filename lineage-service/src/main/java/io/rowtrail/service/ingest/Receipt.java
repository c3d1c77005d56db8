package io.rowtrail.service.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.audit.AppendResult;
import org.jspecify.annotations.Nullable;

/**
 * The producer's receipt: the body of 201 and 200.
 *
 * @param entry name of the entry that holds the event
 * @param leafHash RFC 6962 hash of its leaf, in hex
 * @param duplicate whether the log held the event before
 * @param salt of the received bytes' commitment, in hex; null once the entry was erased
 * @param folded whether the graph has it, when the caller asked to wait for that
 * @param witnessed whether a witness has cosigned a checkpoint over it, when the caller asked to wait for that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        String entry,
        String leafHash,
        boolean duplicate,
        @Nullable String salt,
        @Nullable Boolean folded,
        @Nullable Boolean witnessed) {

    /** Of a new entry. */
    public static Receipt of(AppendResult.Appended appended) {
        return new Receipt(
                appended.entry().toString(),
                appended.leafHash().hex(),
                false,
                appended.salt().hex(),
                null,
                null);
    }

    /** Of an entry that was there. */
    public static Receipt of(AppendResult.Duplicate duplicate) {
        return new Receipt(
                duplicate.entry().toString(),
                duplicate.leafHash().hex(),
                true,
                duplicate.salt() == null ? null : duplicate.salt().hex(),
                null,
                null);
    }

    Receipt withFolded(boolean now) {
        return new Receipt(entry, leafHash, duplicate, salt, now, witnessed);
    }

    Receipt withWitnessed(boolean now) {
        return new Receipt(entry, leafHash, duplicate, salt, folded, now);
    }
}
