package io.rowtrail.audit;

import org.jspecify.annotations.Nullable;

/**
 * One event on its way into the log.
 *
 * @param kind the kind of entry, which decides its retention: {@code lineage.run}, {@code changes}, {@code audit.read}
 * @param received the event's text exactly as it came (after decompression; of an array, the element's text). Only a
 *     keyed hash, by which a repeat is known, and a salted commitment of it survive
 * @param stored the masked body, kept byte for byte under an erasable key; at most 32 MiB
 * @param facts canonical JSON of what replay reads, without personal data; kept in the clear
 * @param redactions how many values masking replaced on the way from {@code received} to {@code stored}
 * @param subject the words the entry can be found by
 * @param idempotencyKey the caller's own identity for the event, or null for identity by text
 */
public record Submission(
        String kind,
        Bytes received,
        Bytes stored,
        Bytes facts,
        int redactions,
        Subject subject,
        @Nullable IdempotencyKey idempotencyKey) {
    /** Largest stored body in bytes. */
    public static final int MAX_STORED = 32 << 20;

    public Submission {
        if (stored.length() > MAX_STORED) {
            throw new IllegalArgumentException("a stored body has at most 32 MiB");
        }
        if (redactions < 0) {
            throw new IllegalArgumentException("redactions are counted from 0");
        }
    }

    /** An event whose text needed no masking and that is known again by its text. */
    public static Submission of(String kind, Bytes text, Bytes facts, Subject subject) {
        return new Submission(kind, text, text, facts, 0, subject, null);
    }

    /** The same event under the caller's own identity. */
    public Submission withIdempotencyKey(IdempotencyKey key) {
        return new Submission(kind, received, stored, facts, redactions, subject, key);
    }

    /** The same event with {@code masked} kept in place of the text that came. */
    public Submission withMasked(Bytes masked, int replacedValues) {
        return new Submission(kind, received, masked, facts, replacedValues, subject, idempotencyKey);
    }
}
