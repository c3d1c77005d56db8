package io.rowtrail.audit.postgres;

import io.rowtrail.audit.DatasetRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What the entries of a dataset are found by: the first 8 bytes, big-endian, of {@code SHA-256(namespace || 0x00 || name)}
 * in UTF-8. No text of the database holds a zero byte, so two names meet by chance only.
 */
final class DatasetKey {
    private DatasetKey() {}

    static long of(DatasetRef dataset) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(dataset.namespace().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return ByteBuffer.wrap(digest.digest(dataset.name().getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
