package io.rowtrail.audit.keys;

import io.rowtrail.audit.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns texts and search words into tokens only the holder of the key can make: HMAC-SHA-256, under one key for each
 * use so that a token of one use says nothing about another.
 */
public final class IdentityKey {
    private final SecretKeySpec text;
    private final SecretKeySpec caller;
    private final SecretKeySpec search;

    private IdentityKey(byte[] secret) {
        text = subkey(secret, "rowtrail text v1");
        caller = subkey(secret, "rowtrail idempotency key v1");
        search = subkey(secret, "rowtrail search v1");
    }

    static IdentityKey of(byte[] secret) {
        return new IdentityKey(secret);
    }

    /** By which the same text is known again. */
    public Hash ofText(byte[] received) {
        return mac(text, received);
    }

    /** By which a caller's own key is known again. */
    public Hash ofCallerKey(String scope, String key) {
        return mac(caller, (scope + "\u0000" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** By which an entry is found under a word of a kind ({@code actor}, {@code trace}). */
    public Hash ofSearchWord(String kind, String word) {
        return mac(search, (kind + "\u0000" + word).getBytes(StandardCharsets.UTF_8));
    }

    /** Tells two keys apart without giving either away. */
    public String fingerprint() {
        return ofSearchWord("fingerprint", "").hex().substring(0, 16);
    }

    private static SecretKeySpec subkey(byte[] secret, String use) {
        Hash derived = mac(new SecretKeySpec(secret, "HmacSHA256"), use.getBytes(StandardCharsets.UTF_8));
        return new SecretKeySpec(derived.toByteArray(), "HmacSHA256");
    }

    private static Hash mac(SecretKeySpec key, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Hash.of(mac.doFinal(input));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
