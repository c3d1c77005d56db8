package io.rowtrail.audit.seal;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes JSON in one form only, a subset of RFC 8785: keys are ASCII and sorted, no white space, integers of at most 53
 * bits, strings escaped only where JSON demands it. Values are strings, integers, lists and sorted maps of those.
 */
public final class CanonicalJson {
    private static final long MAX_INTEGER = (1L << 53) - 1;

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /** The one form of {@code object}. */
    public static String write(SortedMap<String, ?> object) {
        CanonicalJson json = new CanonicalJson();
        json.object(object);
        return json.out.toString();
    }

    /** The one form of {@code list}. */
    public static String write(List<?> list) {
        CanonicalJson json = new CanonicalJson();
        json.list(list);
        return json.out.toString();
    }

    /** The one form of {@code text}, quotes included. */
    public static String write(String text) {
        CanonicalJson json = new CanonicalJson();
        json.string(text);
        return json.out.toString();
    }

    private void value(Object value) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Integer || value instanceof Long) {
            integer(((Number) value).longValue());
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof SortedMap<?, ?> object) {
            object(object);
        } else {
            throw new IllegalArgumentException("not a canonical value: " + value.getClass());
        }
    }

    private void object(SortedMap<?, ?> object) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> members = object.entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<?, ?> member = members.next();
            string((String) member.getKey());
            out.append(':');
            value(member.getValue());
            if (members.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private void list(List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(list.get(i));
        }
        out.append(']');
    }

    private void integer(long value) {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new IllegalArgumentException("integers beyond 53 bits are written as strings");
        }
        out.append(value);
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        i = character(text, i, c);
                    }
                }
            }
        }
        out.append('"');
    }

    private int character(String text, int at, char c) {
        if (!Character.isSurrogate(c)) {
            out.append(c);
            return at;
        }
        if (!Character.isHighSurrogate(c)
                || at + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(at + 1))) {
            throw new IllegalArgumentException("a lone surrogate has no canonical form");
        }
        out.append(c).append(text.charAt(at + 1));
        return at + 1;
    }
}
