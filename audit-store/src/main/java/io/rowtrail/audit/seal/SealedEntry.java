package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.EpochKey;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.time.Instant;
import java.util.List;

/**
 * An event ready to be stored.
 *
 * @param submission what it was made of
 * @param recordedAt when the log took it
 * @param leaf the leaf's bytes
 * @param leafHash their RFC 6962 hash
 * @param receivedSalt the producer's receipt
 * @param tokens search tokens in slot order
 * @param payload the encrypted part
 */
public record SealedEntry(
        Submission submission,
        Instant recordedAt,
        Bytes leaf,
        Hash leafHash,
        Bytes receivedSalt,
        List<Hash> tokens,
        EpochKey.Box payload) {
    public SealedEntry {
        tokens = List.copyOf(tokens);
    }

    /** The same event, taken at another time: what its leaf commits to stays as it is. */
    public SealedEntry at(Instant time) {
        Bytes retimed = LeafForm.retimed(leaf, time);
        return new SealedEntry(
                submission, time, retimed, TreeHasher.leaf(retimed.toByteArray()), receivedSalt, tokens, payload);
    }
}
