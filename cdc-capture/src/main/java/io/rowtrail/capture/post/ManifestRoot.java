package io.rowtrail.capture.post;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The RFC 6962 root over row commitments as they come: it holds one hash a level of the tree, whatever the number of rows.
 * Leaves are hashed behind 0x00, inner nodes behind 0x01 (section 2.1).
 */
final class ManifestRoot {
    /** The root of the complete subtree of 2^i leaves that waits for its right neighbour, null where none waits. */
    private final List<byte @Nullable []> waiting = new ArrayList<>();

    private final MessageDigest digest = Manifest.sha256();

    void add(byte[] commitment) {
        digest.update((byte) 0);
        byte[] node = digest.digest(commitment);
        for (int level = 0; ; level++) {
            if (level == waiting.size()) {
                waiting.add(node);
                return;
            }
            byte[] left = waiting.get(level);
            if (left == null) {
                waiting.set(level, node);
                return;
            }
            waiting.set(level, null);
            node = inner(left, node);
        }
    }

    /** The root over what was added so far; of nothing, the hash of nothing. */
    byte[] root() {
        byte[] root = null;
        for (byte[] node : waiting) {
            if (node != null) {
                root = root == null ? node : inner(node, root);
            }
        }
        return root == null ? digest.digest() : root;
    }

    private byte[] inner(byte[] left, byte[] right) {
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }
}
