package io.rowtrail.audit;

import io.rowtrail.audit.merkle.Hash;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one submission. Only {@link Appended} and {@link Duplicate} are promises, and both are durable. */
public sealed interface AppendResult {
    /**
     * The event is durably in the log for the first time.
     *
     * @param entry its name
     * @param leafHash RFC 6962 hash of its leaf
     * @param salt salt of the received bytes' commitment, the producer's receipt:
     *     {@code SHA-256(salt || received)} stands in the leaf as {@code received}
     * @param epoch the epoch of the log that gave the name; producers resend unpublished items when it changes
     */
    record Appended(EntryName entry, Hash leafHash, Bytes salt, long epoch) implements AppendResult {}

    /**
     * The log already held this event.
     *
     * @param entry the first entry with it
     * @param leafHash that entry's leaf hash
     * @param salt that entry's receipt, null once it was erased
     * @param epoch the log's epoch now
     */
    record Duplicate(
            EntryName entry, Hash leafHash, @Nullable Bytes salt, long epoch) implements AppendResult {}

    /**
     * The caller's idempotency key already names another text. Nothing was stored.
     *
     * @param entry the entry that has the key
     */
    record Conflict(EntryName entry, IdempotencyKey key) implements AppendResult {}

    /** The log takes nothing now: its queue is full, it is not open, or it must not sign. Nothing was stored. */
    record Unavailable(Duration retryAfter, String why) implements AppendResult {}

    /**
     * The connection was lost while the commit was under way: the event may or may not be in the log. Submitting it
     * again is safe and tells which.
     */
    record OutcomeUnknown(Duration retryAfter, String why) implements AppendResult {}
}
