package io.rowtrail.trace;

/**
 * A W3C parent (span) id: 16 lower-case hexadecimal characters, not all zero.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#parent-id">W3C Trace Context, section 3.2.2.4</a>
 */
public record SpanId(String hex) {
    public SpanId {
        if (!Hex.isLowerHex(hex, 16) || Hex.isZero(hex)) {
            throw new IllegalArgumentException("a span id is 16 lower-case hex characters, not all zero: " + hex);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
