package io.rowtrail.capture.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes in the place of values: HMAC-SHA-256 of the value's text, lower-case hex. For one thread. */
public final class Pseudonyms {
    private static final String HMAC = "HmacSHA256";

    private final Mac mac;

    /** @param key at least 32 bytes, the same for as long as the hashes are to be the same */
    public Pseudonyms(byte[] key) {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** Bytes are hashed as they are, all else as the text that Debezium's value has. */
    String of(Object value) {
        byte[] plain;
        if (value instanceof ByteBuffer bytes) {
            plain = new byte[bytes.remaining()];
            bytes.duplicate().get(plain);
        } else if (value instanceof byte[] bytes) {
            plain = bytes;
        } else {
            plain = ColumnValues.text(value).getBytes(StandardCharsets.UTF_8);
        }
        return HexFormat.of().formatHex(mac.doFinal(plain));
    }
}
