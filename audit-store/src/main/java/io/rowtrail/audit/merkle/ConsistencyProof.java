package io.rowtrail.audit.merkle;

import java.util.List;

/**
 * That the tree of one size is a prefix of the tree of another: RFC 9162 section 2.1.4.
 *
 * @param first entries in the earlier tree, at least 1
 * @param second entries in the later tree
 * @param path hashes in the order of the RFC; empty when the sizes are equal
 */
public record ConsistencyProof(long first, long second, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
        if (first < 1 || first > second) {
            throw new IllegalArgumentException("no consistency from size " + first + " to size " + second);
        }
    }
}
