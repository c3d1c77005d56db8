package io.rowtrail.trace;

import java.util.Locale;

/**
 * A W3C trace id: 32 lower-case hexadecimal characters, not all zero.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#trace-id">W3C Trace Context, section 3.2.2.3</a>
 */
public record TraceId(String hex) {
    public TraceId {
        if (!Hex.isLowerHex(hex, 32) || Hex.isZero(hex)) {
            throw new IllegalArgumentException("a trace id is 32 lower-case hex characters, not all zero: " + hex);
        }
    }

    /**
     * Reads a trace id as people paste it: surrounding space, upper case and the dashes of a UUID are accepted.
     *
     * @throws IllegalArgumentException if what is left is no trace id
     */
    public static TraceId parse(String text) {
        return new TraceId(text.strip().replace("-", "").toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return hex;
    }
}
