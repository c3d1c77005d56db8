package io.rowtrail.verifier;

import java.util.Map;

/** RFC 8785 for the subset {@link Json} knows. */
final class CanonicalForm {
    private CanonicalForm() {}

    static void write(Json value, StringBuilder out) {
        if (value instanceof Json.Members object) {
            String separator = "{";
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                out.append(separator);
                text(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                separator = ",";
            }
            out.append(object.members().isEmpty() ? "{}" : "}");
        } else if (value instanceof Json.Items list) {
            String separator = "[";
            for (Json item : list.items()) {
                out.append(separator);
                write(item, out);
                separator = ",";
            }
            out.append(list.items().isEmpty() ? "[]" : "]");
        } else if (value instanceof Json.Text text) {
            text(text.text(), out);
        } else if (value instanceof Json.Whole whole) {
            out.append(whole.value());
        } else if (value instanceof Json.Truth truth) {
            out.append(truth.value());
        } else {
            out.append("null");
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int shortForm = "\b\f\n\r\t".indexOf(c);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (shortForm >= 0) {
                out.append('\\').append("bfnrt".charAt(shortForm));
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
