package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The salts of one entry, each {@code HMAC-SHA-256(seed, label)} of a seed that lives and dies with the payload. Giving
 * one salt away opens one commitment and no other.
 */
final class Salts {
    private final SecretKeySpec seed;

    Salts(Bytes seed) {
        this.seed = new SecretKeySpec(seed.toByteArray(), "HmacSHA256");
    }

    Bytes received() {
        return Bytes.of(salt("received"));
    }

    /** {@code SHA-256(salt || received)}. */
    Hash commitReceived(Bytes received) {
        return TreeHasher.sha256(salt("received"), received.toByteArray());
    }

    /** {@code SHA-256(salt || stored)}. */
    Hash commitPayload(Bytes stored) {
        return TreeHasher.sha256(salt("payload"), stored.toByteArray());
    }

    /** {@code SHA-256(salt || token || kind || 0x00 || word)}. */
    Hash commitSlot(int slot, SearchWord word, Hash token) {
        return TreeHasher.sha256(
                salt("slot:" + slot),
                token.toByteArray(),
                (word.kind() + "\u0000" + word.word()).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] salt(String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(seed);
            return mac.doFinal(label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
