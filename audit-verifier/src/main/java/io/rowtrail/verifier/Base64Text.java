package io.rowtrail.verifier;

import java.util.Base64;

/** Standard base64 with padding in its one canonical form: bits that stand for nothing must be zero. */
final class Base64Text {
    private Base64Text() {}

    static byte[] decode(String what, String text) throws CheckFailed {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            CheckFailed.requireEqual(what, Base64.getEncoder().encodeToString(bytes), text);
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new CheckFailed(what, "base64", text);
        }
    }
}
