package io.rowtrail.verifier;

import java.util.ArrayList;
import java.util.List;

/** The proofs of a pack: {@code proofs.jsonl} and {@code consistency/}. */
final class ProofFile {
    private ProofFile() {}

    /** Every entry's path must lead to the root. */
    static void requireInclusion(byte[] jsonl, List<LoggedEntry> entries, TreeHead head) throws CheckFailed {
        List<byte[]> lines = Lines.of("proofs.jsonl", jsonl);
        CheckFailed.requireEqual("proofs", entries.size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            LoggedEntry entry = entries.get(i);
            String what = "proof of " + entry.name();
            Json proof = StrictJson.parseCanonical(what, lines.get(i));
            CheckFailed.requireEqual(what + " entry", entry.name(), Json.text(what, proof, "entry"));
            List<byte[]> path = path(what, proof);
            if (!Merkle.included(entry.index(), head.size(), entry.leafHash(), path, head.root())) {
                throw new CheckFailed(
                        entry.name(),
                        "a leaf under root " + Sha256.hex(head.root()) + " of size " + head.size(),
                        "leaf hash " + Sha256.hex(entry.leafHash()) + ", which its path does not lead there");
            }
        }
    }

    /** The earlier head must be a prefix of the later. */
    static void requireConsistency(byte[] json, TreeHead earlier, TreeHead later) throws CheckFailed {
        String what = "consistency from size " + earlier.size() + " to " + later.size();
        Json proof = StrictJson.parseCanonical(what, json);
        CheckFailed.requireEqual(what, Long.toString(earlier.size()), Json.text(what, proof, "first"));
        CheckFailed.requireEqual(what, Long.toString(later.size()), Json.text(what, proof, "second"));
        if (!Merkle.consistent(earlier.size(), later.size(), path(what, proof), earlier.root(), later.root())) {
            throw new CheckFailed(
                    what,
                    "a tree that continues root " + Sha256.hex(earlier.root()),
                    "root " + Sha256.hex(later.root()) + ", which does not");
        }
    }

    private static List<byte[]> path(String what, Json proof) throws CheckFailed {
        if (!(Json.member(proof, "path") instanceof Json.Items items)) {
            throw new CheckFailed(what, "a path", "none");
        }
        List<byte[]> path = new ArrayList<>();
        for (Json item : items.items()) {
            path.add(Sha256.parse(what, item instanceof Json.Text text ? text.text() : item.canonical()));
        }
        return path;
    }
}
