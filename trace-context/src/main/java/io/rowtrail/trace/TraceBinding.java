package io.rowtrail.trace;

/**
 * The content of the transactional logical message that binds a trace to a database transaction: a traceparent,
 * optionally followed by {@code ;origin=asserted|originated}. The parent id is the server-side span's.
 */
public record TraceBinding(Traceparent traceparent, Origin origin) {
    /** The prefix of the logical message, its first argument after the transactional flag. */
    public static final String MESSAGE_PREFIX = "rowtrail";

    private static final String ORIGIN = ";origin=";

    /** What became of a message's content. */
    public sealed interface Parsed {
        /** A binding whose traceparent holds. */
        record Valid(TraceBinding binding) implements Parsed {}

        /** No binding; {@code reason} repeats nothing of the content. */
        record Invalid(String reason) implements Parsed {}
    }

    /** Reads a message's content; the part from the first semicolon is cut off before the traceparent is parsed. */
    public static Parsed parse(String content) {
        int semicolon = content.indexOf(';');
        String traceparent = semicolon < 0 ? content : content.substring(0, semicolon);
        String rest = semicolon < 0 ? "" : content.substring(semicolon);
        Origin origin = rest.startsWith(ORIGIN) ? Origin.parse(rest.substring(ORIGIN.length())) : Origin.UNSTATED;
        Traceparent.Parsed parsed = Traceparent.parse(traceparent);
        if (parsed instanceof Traceparent.Parsed.Invalid invalid) {
            return new Parsed.Invalid(invalid.reason());
        }
        return new Parsed.Valid(new TraceBinding(((Traceparent.Parsed.Valid) parsed).traceparent(), origin));
    }

    public String format() {
        return origin == Origin.UNSTATED ? traceparent.format() : traceparent.format() + ORIGIN + origin.wire();
    }
}
