package io.rowtrail.audit;

import java.util.regex.Pattern;

/**
 * The slug of one log, that is of one shard: {@code default}, {@code default-2027h1}, {@code default-meta}.
 *
 * @param value 1 to 64 of {@code a-z}, {@code 0-9} and {@code -}, not beginning with {@code -}
 */
public record LogName(String value) implements Comparable<LogName> {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public LogName {
        if (!SLUG.matcher(value).matches()) {
            throw new IllegalArgumentException("not the name of a log");
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no slug */
    public static LogName parse(String text) {
        return new LogName(text);
    }

    @Override
    public int compareTo(LogName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
