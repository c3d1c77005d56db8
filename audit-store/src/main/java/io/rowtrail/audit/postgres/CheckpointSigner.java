package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.merkle.ConsistencyProof;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.ProofCheck;
import io.rowtrail.audit.merkle.ProofPlan;
import io.rowtrail.audit.note.CheckpointStore;
import io.rowtrail.audit.note.NoteKey;
import io.rowtrail.audit.note.TreeHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs tree heads, each only after it was proved to continue the last one signed and the store outside the database
 * took it. Blocks; one at a time.
 */
final class CheckpointSigner {
    /** A swap fails only when another process signed between; it did not fork the log if this one can go on from it. */
    private static final int ATTEMPTS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String origin;
    private final NoteKey key;
    private final CheckpointStore store;
    private final TreeReader tree;
    private final NodeReader nodes;
    private volatile @Nullable Checkpoint newest;

    CheckpointSigner(String origin, NoteKey key, CheckpointStore store, TreeReader tree, NodeReader nodes) {
        this.origin = origin;
        this.key = key;
        this.store = store;
        this.tree = tree;
        this.nodes = nodes;
    }

    /**
     * A checkpoint that covers {@code known}, and whether it was signed just now.
     *
     * @param known the head as it was a moment ago
     * @throws AuditLogException.RollbackDetected if the head does not continue the last one signed
     */
    synchronized Signed sign(Head known) {
        Checkpoint last = newest;
        if (last != null && last.size() >= known.size()) {
            if (last.size() == known.size() && !last.root().equals(known.root())) {
                throw new AuditLogException.RollbackDetected("two trees of size " + known.size());
            }
            return new Signed(last, false);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> before = store.latest();
            Optional<TreeHead> signed = before.map(CheckpointSigner::headOf);
            Head head = notBefore(signed, known);
            signed.ifPresent(earlier -> requireContinuation(earlier, head));
            boolean again = signed.isPresent() && signed.get().size() == head.size();
            String note =
                    again ? before.orElseThrow() : key.sign(new TreeHead(origin, head.size(), head.root()).format());
            if (again || store.swap(before, note)) {
                Checkpoint checkpoint = new Checkpoint(origin, head.size(), head.root(), note);
                newest = checkpoint;
                return new Signed(checkpoint, true);
            }
        }
        throw new AuditLogException("other signers keep changing the checkpoint store", null);
    }

    /** The newest checkpoint, if it is of that size: given out before it is among those remembered in the database. */
    Optional<Checkpoint> newest(long size) {
        return Optional.ofNullable(newest).filter(checkpoint -> checkpoint.size() == size);
    }

    /** A signed note that is no checkpoint: no origin begins as its first line does. */
    String attest(String subject, Hash digest) {
        return key.sign(String.join("\n", "rowtrail/attest/v1", origin, subject, digest.hex(), ""));
    }

    /** Checks, without signing, that the head, a moment ago {@code known}, continues the last one signed. */
    synchronized void requireContinuation(Head known) {
        Optional<TreeHead> signed = store.latest().map(CheckpointSigner::headOf);
        signed.ifPresent(earlier -> requireContinuation(earlier, notBefore(signed, known)));
    }

    /** Another replica may have appended and signed after {@code known} was read: then the head is read again. */
    private Head notBefore(Optional<TreeHead> signed, Head known) {
        boolean older = signed.isPresent() && signed.get().size() > known.size();
        return older ? tree.head().await().atMost(PATIENCE) : known;
    }

    private void requireContinuation(TreeHead signed, Head head) {
        if (!signed.origin().equals(origin)) {
            throw new AuditLogException.RollbackDetected(
                    "the checkpoint store is of the log " + signed.origin() + ", not of " + origin);
        }
        if (signed.size() > head.size()) {
            throw new AuditLogException.RollbackDetected(
                    "size " + signed.size() + " was signed, the database has " + head.size());
        }
        if (signed.size() == 0) {
            return;
        }
        List<Hash> path = nodes.resolve(ProofPlan.consistency(signed.size(), head.size()))
                .await()
                .atMost(PATIENCE);
        if (!ProofCheck.holds(new ConsistencyProof(signed.size(), head.size(), path), signed.root(), head.root())) {
            throw new AuditLogException.RollbackDetected("size " + signed.size() + " was signed with root "
                    + signed.root() + "; the database's tree of size " + head.size() + " does not continue it");
        }
    }

    private static TreeHead headOf(String note) {
        try {
            return TreeHead.parse(note);
        } catch (IllegalArgumentException e) {
            throw new AuditLogException("the checkpoint store holds no checkpoint", e);
        }
    }

    /** A checkpoint and whether nobody was given it before. */
    record Signed(Checkpoint checkpoint, boolean fresh) {}
}
