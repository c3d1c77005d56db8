package io.rowtrail.verifier;

import java.util.Arrays;
import java.util.List;

/**
 * The verification algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2, as they are written there. Sizes and indexes
 * are unsigned; a tree of no entries proves nothing and is refused.
 */
final class Merkle {
    private Merkle() {}

    /** Whether the leaf with this hash is at {@code index} in the tree of {@code size} with this root. */
    static boolean included(long index, long size, byte[] leafHash, List<byte[]> path, byte[] root) {
        if (Long.compareUnsigned(index, size) >= 0 || !hashes(path, leafHash, root)) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] r = leafHash;
        for (byte[] p : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = Sha256.node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                r = Sha256.node(r, p);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && Arrays.equals(r, root);
    }

    /** Whether the tree of {@code first} is a prefix of the tree of {@code second}. */
    static boolean consistent(long first, long second, List<byte[]> path, byte[] firstRoot, byte[] secondRoot) {
        if (first == 0 || Long.compareUnsigned(first, second) > 0 || !hashes(path, firstRoot, secondRoot)) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        }
        boolean whole = Long.bitCount(first) == 1;
        if (!whole && path.isEmpty()) {
            return false;
        }
        byte[] start = whole ? firstRoot : path.get(0);
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        byte[] fr = start;
        byte[] sr = start;
        for (byte[] c : path.subList(whole ? 0 : 1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = Sha256.node(c, fr);
                sr = Sha256.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                sr = Sha256.node(sr, c);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && Arrays.equals(fr, firstRoot) && Arrays.equals(sr, secondRoot);
    }

    private static boolean hashes(List<byte[]> path, byte[] one, byte[] other) {
        return one.length == Sha256.BYTES
                && other.length == Sha256.BYTES
                && path.stream().allMatch(hash -> hash.length == Sha256.BYTES);
    }
}
