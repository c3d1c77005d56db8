package io.rowtrail.service.wire;

/**
 * Takes credentials out of a text that should have been JSON and is not, as far as it can be made out: the value after a
 * name that tells of a credential, and what {@link TextMask} finds in the rest.
 */
final class BrokenTextMask {
    private final String text;
    private final StringBuilder out;
    private int at;

    private BrokenTextMask(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    static String apply(String text) {
        return TextMask.apply(new BrokenTextMask(text).run());
    }

    private String run() {
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                out.append(text.charAt(at++));
                continue;
            }
            int start = at;
            at = afterQuoted(start);
            out.append(text, start, at);
            int value = afterColon(at);
            if (value >= 0 && CredentialNames.holds(text.substring(start, at))) {
                out.append(text, at, value);
                at = maskedValue(value);
            }
        }
        return out.toString();
    }

    /** Replaces the scalar, or the list, that begins at {@code value}; an object is left alone. */
    private int maskedValue(int value) {
        if (value == text.length() || text.charAt(value) == '{') {
            return value;
        }
        out.append('"').append(CredentialMask.MARK).append('"');
        if (text.charAt(value) == '"') {
            return afterQuoted(value);
        }
        char close = text.charAt(value) == '[' ? ']' : ',';
        int end = value;
        while (end < text.length() && text.charAt(end) != close && text.charAt(end) != '}') {
            end = text.charAt(end) == '"' ? afterQuoted(end) : end + 1;
        }
        return close == ']' && end < text.length() && text.charAt(end) == ']' ? end + 1 : end;
    }

    private int afterQuoted(int start) {
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }

    /** Where the value after a colon begins, or -1 when no colon follows. */
    private int afterColon(int from) {
        int i = blanks(from);
        return i < text.length() && text.charAt(i) == ':' ? blanks(i + 1) : -1;
    }

    private int blanks(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }
}
