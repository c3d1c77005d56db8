package io.rowtrail.trace;

/** Lower-case hexadecimal text, the only spelling that W3C Trace Context allows. */
final class Hex {
    private Hex() {}

    /** Whether {@code text} has exactly {@code length} characters, all of them {@code 0-9a-f}. */
    static boolean isLowerHex(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isZero(String text) {
        return text.chars().allMatch(c -> c == '0');
    }

    /** The value of a lower-case hexadecimal digit, or -1. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
