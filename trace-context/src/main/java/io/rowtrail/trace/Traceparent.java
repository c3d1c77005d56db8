package io.rowtrail.trace;

/**
 * The value of a W3C {@code traceparent} header: who caused this, and from which span.
 *
 * <p>The sampled flag is kept and never decides whether a row is tagged.
 *
 * @param flags the eight trace flags, 0 to 255; bit 0 is <em>sampled</em>
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context, section 3.2</a>
 */
public record Traceparent(TraceId traceId, SpanId parentId, int flags) {
    private static final int LENGTH = 55;

    public Traceparent {
        if (flags < 0 || flags > 0xff) {
            throw new IllegalArgumentException("trace flags are one byte: " + flags);
        }
    }

    /** What became of a text that should be a traceparent: invalid ones are counted by the caller, never thrown. */
    public sealed interface Parsed {
        /** A traceparent that holds by W3C's rules. */
        record Valid(Traceparent traceparent) implements Parsed {}

        /** A text that is none; {@code reason} names what is wrong with it and repeats none of it. */
        record Invalid(String reason) implements Parsed {}
    }

    /**
     * Reads {@code version "-" trace-id "-" parent-id "-" flags}. Version {@code ff} is invalid; version {@code 00} is
     * exactly 55 characters; of a higher version the first 55 count, followed by nothing or by a dash.
     */
    public static Parsed parse(String text) {
        if (text.length() < LENGTH) {
            return new Parsed.Invalid("shorter than 55 characters");
        }
        String version = text.substring(0, 2);
        if (!Hex.isLowerHex(version, 2) || version.equals("ff")) {
            return new Parsed.Invalid("version is not two lower-case hex characters below ff");
        }
        if (version.equals("00") ? text.length() > LENGTH : text.length() > LENGTH && text.charAt(LENGTH) != '-') {
            return new Parsed.Invalid("characters after the trace flags");
        }
        if (text.charAt(2) != '-' || text.charAt(35) != '-' || text.charAt(52) != '-') {
            return new Parsed.Invalid("a dash is missing");
        }
        String traceId = text.substring(3, 35);
        String parentId = text.substring(36, 52);
        String flags = text.substring(53, LENGTH);
        if (!Hex.isLowerHex(traceId, 32) || Hex.isZero(traceId)) {
            return new Parsed.Invalid("trace id is not 32 lower-case hex characters or is zero");
        }
        if (!Hex.isLowerHex(parentId, 16) || Hex.isZero(parentId)) {
            return new Parsed.Invalid("parent id is not 16 lower-case hex characters or is zero");
        }
        if (!Hex.isLowerHex(flags, 2)) {
            return new Parsed.Invalid("trace flags are not two lower-case hex characters");
        }
        return new Parsed.Valid(
                new Traceparent(new TraceId(traceId), new SpanId(parentId), Integer.parseInt(flags, 16)));
    }

    public boolean sampled() {
        return (flags & 1) == 1;
    }

    /** The 55 characters of version 00. */
    public String format() {
        String hexFlags = Integer.toHexString(flags);
        return "00-" + traceId.hex() + "-" + parentId.hex() + "-" + (flags < 16 ? "0" : "") + hexFlags;
    }

    @Override
    public String toString() {
        return format();
    }
}
