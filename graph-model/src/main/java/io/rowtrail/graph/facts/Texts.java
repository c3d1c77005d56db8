package io.rowtrail.graph.facts;

/** Texts of bounded length. */
public final class Texts {
    private Texts() {}

    /** At most the first {@code length} characters, never half a surrogate pair. */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
