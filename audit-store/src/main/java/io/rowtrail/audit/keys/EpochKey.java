package io.rowtrail.audit.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that wraps the seeds of payloads for a time. Destroying it makes every payload still wrapped in it unreadable,
 * in backups too. A payload's own key is derived from its seed, so wrapping anew touches no body. AES-256-GCM with a
 * random 96-bit nonce in front.
 */
public final class EpochKey {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final int epoch;
    private final SecretKeySpec key;
    private final SecureRandom random;

    EpochKey(int epoch, byte[] secret, SecureRandom random) {
        this.epoch = epoch;
        this.key = new SecretKeySpec(secret, "AES");
        this.random = random;
    }

    /** Its number, which boxes are stored with. */
    public int epoch() {
        return epoch;
    }

    /** {@code plain} under the key of its {@code seed}, both bound to {@code context}. */
    public Box seal(byte[] seed, byte[] plain, byte[] context) {
        return new Box(epoch, encrypt(key, seed, context), encrypt(bodyKey(seed), plain, context));
    }

    /** @throws GeneralSecurityException if the box is not this key's, not of this context, or was changed */
    public byte[] openSeed(byte[] wrappedSeed, byte[] context) throws GeneralSecurityException {
        return decrypt(key, wrappedSeed, context);
    }

    /** @throws GeneralSecurityException if the body does not belong to the seed, or was changed */
    public static byte[] openBody(byte[] seed, byte[] body, byte[] context) throws GeneralSecurityException {
        return decrypt(bodyKey(seed), body, context);
    }

    private static SecretKeySpec bodyKey(byte[] seed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(seed, "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal("body key".getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private byte[] encrypt(SecretKeySpec with, byte[] plain, byte[] context) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, with, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private static byte[] decrypt(SecretKeySpec with, byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("too short to be a box");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, with, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
        cipher.updateAAD(context);
        return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    /** Sealed bytes as they are stored. Handed straight on; holds its arrays without copying them. */
    public static final class Box {
        private final int epoch;
        private final byte[] wrappedSeed;
        private final byte[] body;

        public Box(int epoch, byte[] wrappedSeed, byte[] body) {
            this.epoch = epoch;
            this.wrappedSeed = wrappedSeed;
            this.body = body;
        }

        /** Number of the epoch key that opens it. */
        public int epoch() {
            return epoch;
        }

        public byte[] wrappedSeed() {
            return wrappedSeed;
        }

        public byte[] body() {
            return body;
        }
    }
}
