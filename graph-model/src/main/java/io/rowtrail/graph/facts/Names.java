package io.rowtrail.graph.facts;

/** Checks the texts that name things. */
final class Names {

    private Names() {}

    static String require(String text, String what) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        return text;
    }

    /** Orders by Unicode code units, the same everywhere, as {@link String#compareTo} does. */
    static int compare(String a, String b, String c, String d) {
        int first = a.compareTo(b);
        return first != 0 ? first : c.compareTo(d);
    }
}
