package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.IdentityKey;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.seal.SealedEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission sealed, before it is known whether the log has it already.
 *
 * @param sealed what would be stored
 * @param text by which its text is known again
 * @param key by which the caller's own key is known again, or null
 * @param told the form its facts and its leaf would be stored in
 */
record Draft(SealedEntry sealed, Hash text, @Nullable Hash key, Likeness.Told told) {
    /** The same event, taken at another time. */
    Draft at(Instant time) {
        return new Draft(sealed.at(time), text, key, told);
    }

    /** Its leaf as it is to be stored. */
    StoredLeaf leaf() {
        return StoredLeaf.of(sealed.leaf(), told.like());
    }

    static Draft of(SealedEntry sealed, IdentityKey identity, Likeness likeness) {
        Submission submission = sealed.submission();
        Hash text = identity.ofText(submission.received().toByteArray());
        Hash key = submission.idempotencyKey() == null
                ? null
                : identity.ofCallerKey(
                        submission.idempotencyKey().scope(),
                        submission.idempotencyKey().key());
        return new Draft(sealed, text, key, likeness.told(submission));
    }
}
