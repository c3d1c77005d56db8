package io.rowtrail.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The proofs of a pack: {@code proofs.jsonl} and {@code consistency/}. */
final class ProofFile {
    private ProofFile() {}

    /** Every entry's path must lead to the root. */
    static void requireInclusion(Part jsonl, Leaves leaves, TreeHead head) throws CheckFailed, IOException {
        int[] count = {0};
        jsonl.eachLine(line -> {
            if (count[0] < leaves.size()) {
                requireIncluded(line, leaves, count[0], head);
            }
            count[0]++;
        });
        CheckFailed.requireEqual("proofs", leaves.size(), count[0]);
    }

    private static void requireIncluded(byte[] line, Leaves leaves, int i, TreeHead head) throws CheckFailed {
        String what = "proof of " + leaves.name(i);
        Json proof = StrictJson.parseCanonical(what, line);
        CheckFailed.requireEqual(what + " entry", leaves.name(i), Json.text(what, proof, "entry"));
        if (!Merkle.included(leaves.index(i), head.size(), leaves.hash(i), path(what, proof), head.root())) {
            throw new CheckFailed(
                    leaves.name(i),
                    "a leaf under root " + Sha256.hex(head.root()) + " of size " + head.size(),
                    "leaf hash " + Sha256.hex(leaves.hash(i)) + ", which its path does not lead there");
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

    static List<byte[]> path(String what, Json proof) throws CheckFailed {
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
