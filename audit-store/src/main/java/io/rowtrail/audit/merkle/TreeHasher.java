package io.rowtrail.audit.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The hashes of RFC 6962 section 2.1: leaves prefixed with 0x00, nodes with 0x01, so that neither passes for the other. */
public final class TreeHasher {
    /** Root of the tree without entries. */
    public static final Hash EMPTY_ROOT = sha256(new byte[0]);

    private TreeHasher() {}

    /** Hash of an entry with these bytes. */
    public static Hash leaf(byte[] bytes) {
        MessageDigest digest = newDigest();
        digest.update((byte) 0);
        return Hash.of(digest.digest(bytes));
    }

    /** Hash of the node above two others. */
    public static Hash node(Hash left, Hash right) {
        byte[] input = new byte[1 + 2 * Hash.BYTES];
        input[0] = 1;
        left.copyTo(input, 1);
        right.copyTo(input, 1 + Hash.BYTES);
        return Hash.of(newDigest().digest(input));
    }

    /** Root over leaf hashes; for a power of two of them the node above them all. */
    public static Hash root(List<Hash> leafHashes) {
        CompactRange range = CompactRange.EMPTY;
        for (Hash leafHash : leafHashes) {
            range = range.append(leafHash);
        }
        return range.root();
    }

    /** SHA-256 of {@code parts}, one after the other, without prefix. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return Hash.of(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
