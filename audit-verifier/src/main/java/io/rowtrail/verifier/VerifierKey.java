package io.rowtrail.verifier;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A C2SP verifier key: {@code name+id+base64(0x01 || Ed25519 public key)}. */
final class VerifierKey {
    static final int ID_BYTES = 4;
    private static final byte ED25519 = 1;

    private final String name;
    private final byte[] id;
    private final byte[] publicKey;

    private VerifierKey(String name, byte[] id, byte[] publicKey) {
        this.name = name;
        this.id = id;
        this.publicKey = publicKey;
    }

    static VerifierKey parse(String text) throws CheckFailed {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || parts[0].isEmpty() || !parts[1].matches("[0-9a-f]{8}")) {
            throw new CheckFailed("verifier key", "name+id+key", text);
        }
        byte[] typed = Base64Text.decode("verifier key " + parts[0], parts[2]);
        if (typed.length != 1 + Ed25519.KEY_BYTES || typed[0] != ED25519) {
            throw new CheckFailed("verifier key " + parts[0], "an Ed25519 key", "type and length of another");
        }
        byte[] id = Arrays.copyOf(Sha256.of((parts[0] + "\n").getBytes(StandardCharsets.UTF_8), typed), ID_BYTES);
        CheckFailed.requireEqual("id of verifier key " + parts[0], Sha256.hex(id), parts[1]);
        return new VerifierKey(parts[0], id, Arrays.copyOfRange(typed, 1, typed.length));
    }

    String name() {
        return name;
    }

    boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    boolean verifies(byte[] message, byte[] signature) {
        return Ed25519.verifies(publicKey, message, signature);
    }
}
