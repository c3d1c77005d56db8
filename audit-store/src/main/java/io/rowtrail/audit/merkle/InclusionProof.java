package io.rowtrail.audit.merkle;

import java.util.List;

/**
 * That one leaf is in the tree of a size: the audit path of RFC 9162 section 2.1.3, nearest sibling first.
 *
 * @param index place of the leaf, from 0
 * @param size entries in the tree the proof is for
 * @param leafHash RFC 6962 hash of the leaf's bytes
 * @param path sibling hashes from the leaf's level to the root's children
 */
public record InclusionProof(long index, long size, Hash leafHash, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index " + index + " is not in a tree of " + size);
        }
    }
}
