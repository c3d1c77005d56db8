package io.rowtrail.trace;

import java.util.Locale;

/** What supplied the trace id of a captured change, in order of trust; the last four supply none. */
public enum TagSource {
    /** A transactional logical message. */
    MESSAGE,
    /** A {@code trace_context} table written in the same transaction. */
    TABLE,
    /** A {@code traceparent} or {@code trace_id} column. */
    COLUMN,
    /** An outbox row's {@code tracingspancontext}. */
    OUTBOX,
    /** A sqlcommenter comment. */
    COMMENT,
    /** The row was read by a snapshot: it has no transaction. */
    SNAPSHOT,
    /** A key found gone after a discontinuity of the source. */
    GAP,
    /** The transaction carried no trace. */
    NONE,
    /** The transaction carried something that is no traceparent. */
    INVALID;

    /** The lower-case word of the {@code _rt_tag_source} column and of the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #wire()}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static TagSource parse(String word) {
        for (TagSource source : values()) {
            if (source.wire().equals(word)) {
                return source;
            }
        }
        throw new IllegalArgumentException("no tag source: " + word);
    }
}
