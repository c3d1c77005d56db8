package io.rowtrail.verifier;

import java.util.List;

/** What a checkpoint says, signature checked. */
final class TreeHead {
    private final String origin;
    private final long size;
    private final byte[] root;
    private final String signer;

    private TreeHead(String origin, long size, byte[] root, String signer) {
        this.origin = origin;
        this.size = size;
        this.root = root;
        this.signer = signer;
    }

    static TreeHead parse(String what, byte[] note, List<VerifierKey> keys) throws CheckFailed {
        SignedNote signed = SignedNote.parse(what, note);
        String signer = signed.requireSignedBy(what, keys);
        String[] lines = signed.text().split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new CheckFailed(what, "origin, size and root, a line each", signed.text());
        }
        byte[] root = Base64Text.decode(what + " root", lines[2]);
        CheckFailed.requireEqual(what + " root length", Sha256.BYTES, root.length);
        return new TreeHead(lines[0], Long.parseLong(lines[1]), root, signer);
    }

    String origin() {
        return origin;
    }

    long size() {
        return size;
    }

    byte[] root() {
        return root;
    }

    String signer() {
        return signer;
    }
}
