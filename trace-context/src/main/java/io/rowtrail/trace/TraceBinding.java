package io.rowtrail.trace;

/**
 * The content of the transactional logical message that binds a trace to a database transaction: a traceparent,
 * optionally followed by {@code ;origin=asserted|originated} or its short form {@code ;o=a|o}, and by {@code
 * ;source=comment}, in any order. The parent id is the server-side span's.
 */
public record TraceBinding(Traceparent traceparent, Origin origin) {
    /** The prefix of the logical message, its first argument after the transactional flag. */
    public static final String MESSAGE_PREFIX = "rowtrail";

    private static final String ORIGIN_KEY = "origin=";
    private static final String BRIEF_KEY = "o=";
    private static final String FROM_COMMENT = "source=comment";

    /** What became of a message's content. */
    public sealed interface Parsed {
        /**
         * A binding whose traceparent holds.
         *
         * @param source {@link TagSource#COMMENT} when a trigger took it from a statement's comment, else {@link
         *     TagSource#MESSAGE}
         */
        record Valid(TraceBinding binding, TagSource source) implements Parsed {}

        /** No binding; {@code reason} repeats nothing of the content. */
        record Invalid(String reason) implements Parsed {}
    }

    /** Reads a message's content; the part from the first semicolon is cut off before the traceparent is parsed. */
    public static Parsed parse(String content) {
        String[] parts = content.split(";", -1);
        String traceparent = parts[0];
        Origin origin = Origin.UNSTATED;
        TagSource source = TagSource.MESSAGE;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith(ORIGIN_KEY)) {
                origin = Origin.parse(parts[i].substring(ORIGIN_KEY.length()));
            } else if (parts[i].startsWith(BRIEF_KEY)) {
                origin = Origin.parseBrief(parts[i].substring(BRIEF_KEY.length()));
            } else if (parts[i].equals(FROM_COMMENT)) {
                source = TagSource.COMMENT;
            }
        }
        Traceparent.Parsed parsed = Traceparent.parse(traceparent);
        if (parsed instanceof Traceparent.Parsed.Invalid invalid) {
            return new Parsed.Invalid(invalid.reason());
        }
        return new Parsed.Valid(new TraceBinding(((Traceparent.Parsed.Valid) parsed).traceparent(), origin), source);
    }

    /** With the short form of the origin, which fits into the padding of PostgreSQL's log record (ADR 0054). */
    public String format() {
        String brief = origin.brief();
        return brief.isEmpty() ? traceparent.format() : traceparent.format() + ";" + BRIEF_KEY + brief;
    }
}
