package io.rowtrail.audit.seal;

/**
 * A word that may point to a person: searched by token, committed to in a slot.
 *
 * @param kind {@code actor} or {@code trace}
 * @param word the word itself
 */
public record SearchWord(String kind, String word) {
    /** The kind of the principal's slot, always the first. */
    public static final String ACTOR = "actor";
    /** The kind of a trace id's slot. */
    public static final String TRACE = "trace";
}
