package io.rowtrail.cli.text;

/**
 * Text from outside, made safe to print: whatever could move the cursor, colour, hide or reorder what stands on the
 * screen is shown as a visible {@code \u001b}-like escape instead of being sent to the terminal.
 */
public final class Plain {
    private Plain() {}

    /** The text on one line; harmless characters stay as they are. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    /**
     * JSON text whose dangerous characters are written as JSON escapes: the same value, byte for byte equal when there
     * are none. Line breaks and tabs between the values stay.
     */
    public static String json(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (isDangerous(c) && c != '\n' && c != '\r' && c != '\t') {
                escape(safe, c);
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                if (isDangerous(c)) {
                    escape(safe, c);
                } else {
                    safe.appendCodePoint(c);
                }
            }
        }
    }

    private static void escape(StringBuilder safe, int c) {
        for (char unit : Character.toChars(c)) {
            safe.append(String.format("\\u%04x", (int) unit));
        }
    }

    /** Controls (C0, DEL, C1), format characters (bidirectional overrides, zero width), line ends, lone surrogates. */
    private static boolean isDangerous(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
