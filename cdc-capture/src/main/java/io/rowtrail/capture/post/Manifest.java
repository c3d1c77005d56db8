package io.rowtrail.capture.post;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Commits to the captured rows of a transaction, a table at a time: the RFC 6962 root over one salted commitment a row,
 * in the rows' order. For one thread.
 *
 * <p>Version 1 of a row's commitment is SHA-256 of {@code 0x01 || salt || row}. The salt is HMAC-SHA-256, under the
 * capture's manifest key, of {@code ordinal (8 bytes) || change table's name}: without it a commitment cannot be guessed,
 * and giving one transaction's salt away opens no other. The row is {@code op, seq (4 bytes), columns (4 bytes)} and then
 * name and value of each column by name; texts are UTF-8 behind their length (4 bytes), a null value is length -1, values
 * are in Java's text form of the lake's types, bytes in hex.
 */
public final class Manifest {
    private static final String HMAC = "HmacSHA256";

    private final Mac mac;
    private final RowDigest rows = new RowDigest();

    /** @param key at least 32 bytes, kept with the capture's state */
    public Manifest(byte[] key) {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** The salt of the rows of one transaction in one table. */
    public byte[] salt(ChangeOrdinal ordinal, String table) {
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, ordinal.value()));
        return mac.doFinal(table.getBytes(StandardCharsets.UTF_8));
    }

    /** The commitment of one row. */
    public byte[] commitment(byte[] salt, ChangeRow row, int seq) {
        return rows.of(salt, row, seq);
    }

    /** RFC 6962 section 2.1: leaves are hashed behind 0x00, inner nodes behind 0x01. */
    public static byte[] root(List<byte[]> commitments) {
        ManifestRoot root = new ManifestRoot();
        commitments.forEach(root::add);
        return root.root();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
