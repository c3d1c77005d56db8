package io.rowtrail.service.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secret text of an API key: {@code rt_} and 256 random bits. It is shown once and kept only as its SHA-256; a slow
 * hash would add nothing to that much randomness.
 */
record ApiKey(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MARK = "rt_";
    private static final int PREFIX = MARK.length() + 8;

    static ApiKey fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new ApiKey(MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is shown of the text: enough to tell keys apart, and far too little to guess the rest. */
    String prefix() {
        return text.substring(0, Math.min(text.length(), PREFIX));
    }

    /** Whether a text has the form of a key, so that it is not a token of somebody else's. */
    static boolean looksLike(String text) {
        return text.startsWith(MARK);
    }

    /** SHA-256 of the text, in lower-case hex. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Compares in time that does not depend on where the texts differ. */
    boolean matches(String other) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
