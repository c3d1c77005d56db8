package io.rowtrail.audit.merkle;

import java.util.List;

/**
 * The checks of RFC 9162 sections 2.1.3.2 and 2.1.4.2, for the log's own use before it signs. Whoever does not trust
 * the log uses the separate offline verifier.
 */
public final class ProofCheck {
    private ProofCheck() {}

    /** Whether {@code proof} leads from its leaf hash to {@code root}. */
    public static boolean holds(InclusionProof proof, Hash root) {
        long node = proof.index();
        long last = proof.size() - 1;
        Hash hash = proof.leafHash();
        for (Hash sibling : proof.path()) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHasher.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHasher.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether {@code proof} joins the tree with {@code firstRoot} to the one with {@code secondRoot}. */
    public static boolean holds(ConsistencyProof proof, Hash firstRoot, Hash secondRoot) {
        if (proof.first() == proof.second()) {
            return proof.path().isEmpty() && firstRoot.equals(secondRoot);
        }
        List<Hash> path = proof.path();
        int next = 0;
        Hash start;
        if (Long.bitCount(proof.first()) == 1) {
            start = firstRoot;
        } else if (path.isEmpty()) {
            return false;
        } else {
            start = path.get(next++);
        }
        long node = proof.first() - 1;
        long last = proof.second() - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        Hash first = start;
        Hash second = start;
        for (; next < path.size(); next++) {
            Hash sibling = path.get(next);
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                first = TreeHasher.node(sibling, first);
                second = TreeHasher.node(sibling, second);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                second = TreeHasher.node(second, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && first.equals(firstRoot) && second.equals(secondRoot);
    }
}
