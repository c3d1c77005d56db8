package io.rowtrail.audit.rows;

import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One row of a dataset as a manifest commits to it. The leaf's bytes are: version 1; the salt (16 bytes); the key's length (4
 * bytes, big-endian) and the key; SHA-256 of the byte 2, the salt and the values; SHA-256 of the tag set's bytes. So the set of a
 * row can be proved without its values. Rows of low entropy could be found by guessing, but for the salt.
 *
 * @param salt 16 bytes, in base64
 * @param key the key columns, canonical JSON of texts; a null is left out
 * @param values the other columns, likewise
 * @param tags the tag set's bytes, in base64
 */
public record RowCommitment(String salt, String key, String values, String tags) {
    private static final byte VERSION = 1;
    private static final byte OF_VALUES = 2;
    private static final int SALT_BYTES = 16;

    /** The row with the salt that a manifest's key gives it: the same row the same salt, which opens no other. */
    public static RowCommitment of(SecretKeySpec manifestKey, String key, String values, byte[] tags) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(manifestKey);
            for (String text : new String[] {key, values}) {
                byte[] bytes = utf8(text);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                mac.update(bytes);
            }
            byte[] salt = Arrays.copyOf(mac.doFinal(tags), SALT_BYTES);
            Base64.Encoder base64 = Base64.getEncoder();
            return new RowCommitment(base64.encodeToString(salt), key, values, base64.encodeToString(tags));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** RFC 6962 hash of the leaf. */
    public Hash leafHash() {
        byte[] saltBytes = Base64.getDecoder().decode(salt);
        byte[] keyBytes = utf8(key);
        ByteBuffer leaf = ByteBuffer.allocate(1 + SALT_BYTES + Integer.BYTES + keyBytes.length + 2 * Hash.BYTES);
        leaf.put(VERSION).put(saltBytes).putInt(keyBytes.length).put(keyBytes);
        leaf.put(TreeHasher.sha256(new byte[] {OF_VALUES}, saltBytes, utf8(values))
                .toByteArray());
        leaf.put(TreeHasher.sha256(Base64.getDecoder().decode(tags)).toByteArray());
        return TreeHasher.leaf(leaf.array());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
