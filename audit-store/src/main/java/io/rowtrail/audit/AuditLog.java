package io.rowtrail.audit;

import io.rowtrail.audit.merkle.ConsistencyProof;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.InclusionProof;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * One append-only log whose every entry, order and size can be proved.
 *
 * <p>Calls never block; a {@code Uni} does its work when subscribed to, once a subscription, and fails only with
 * {@link AuditLogException}. Expected outcomes are values. Reads see only what is durable.
 */
public interface AuditLog {
    /** The log's name. */
    LogName name();

    /** The log's origin line and the verifier keys (C2SP vkey text, newest first) its checkpoints can be checked by. */
    LogIdentity identity();

    /**
     * Appends one event. The answer comes after the event is durable. Submissions of one caller made one after another
     * get rising indexes; those of several callers are ordered by their arrival. An equal text (or idempotency key) is
     * appended once however often it is submitted, also across crashes.
     *
     * <p>Submissions are grouped inside: callers need no batching of their own. A full queue answers
     * {@link AppendResult.Unavailable} at once. Cancelling does not take a submission back.
     */
    Uni<AppendResult> append(Submission submission);

    /** Appends several events; one result each, in order. Not atomic: some may be stored and others not. */
    Uni<List<AppendResult>> append(List<Submission> submissions);

    /** Entries that are durable now. */
    Uni<Long> size();

    /** The entry with its payload, or empty if the log is not that long. */
    Uni<Optional<Entry>> entry(long index);

    /** A page of the entries that satisfy {@code query}, in index order, without payloads. */
    Uni<EntryPage> entries(EntryQuery query);

    /**
     * The entries from index {@code from}, at most {@code limit} (1 to 1,000), without gaps; empty when there are none
     * yet. To follow the log, ask again from the index after the last.
     */
    default Uni<List<FollowedEntry>> follow(long from, int limit) {
        return follow(from, limit, "");
    }

    /** The same, where only entries whose kind begins with {@code kinds} come with facts: others are read for nothing. */
    Uni<List<FollowedEntry>> follow(long from, int limit, String kinds);

    /**
     * The newest checkpoint, covering all that is durable when asked; signed after the commit, and only if it is
     * consistent with the last one signed. Fails with {@link AuditLogException.RollbackDetected} otherwise.
     */
    Uni<Checkpoint> checkpoint();

    /** The checkpoint that was signed at exactly that size, or empty if none was. */
    Uni<Optional<Checkpoint>> checkpoint(long size);

    /**
     * Of the sizes a checkpoint was signed at, the largest up to {@code size} and the smallest from it on: none, one or
     * two, by size.
     */
    Uni<List<Long>> signedSizesNear(long size);

    /**
     * A note signed with the log's key that is no checkpoint: {@code rowtrail/attest/v1}, the origin, {@code subject}
     * and the digest in hexadecimal, a line each.
     *
     * @param subject what the digest is of, a word
     */
    Uni<String> attest(String subject, Hash digest);

    /**
     * Proof that entry {@code index} is in the tree of {@code size}.
     *
     * @throws IllegalArgumentException if not {@code 0 <= index < size}; fails with
     *     {@link AuditLogException.BeyondTheLog} if the log is shorter than {@code size}
     */
    Uni<InclusionProof> inclusionProof(long index, long size);

    /** One such proof for each of {@code indexes}, in their order. */
    Uni<List<InclusionProof>> inclusionProofs(List<Long> indexes, long size);

    /** Proof that the tree of size {@code first} (at least 1) is a prefix of that of size {@code second}. */
    Uni<ConsistencyProof> consistencyProof(long first, long second);

    /**
     * The bytes of a C2SP tlog-tiles resource, or empty if the log does not have it: {@code path} is what follows the
     * log's URL prefix, for example {@code tile/0/x001/067}, {@code tile/1/000.p/3} or {@code tile/entries/000}.
     */
    Uni<Optional<Bytes>> tile(String path);
}
