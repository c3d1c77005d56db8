package io.rowtrail.audit;

import java.util.Optional;

/**
 * The name of an entry everywhere: {@code {log}:{index}}.
 *
 * @param log the log that holds it
 * @param index place in that log, from 0
 */
public record EntryName(LogName log, long index) implements Comparable<EntryName> {
    public EntryName {
        if (index < 0) {
            throw new IllegalArgumentException("an index is not negative");
        }
    }

    public static EntryName of(LogName log, long index) {
        return new EntryName(log, index);
    }

    /** The entry named by {@code text}, or empty if that is no name of an entry. */
    public static Optional<EntryName> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("0|[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(LogName.parse(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1))));
        } catch (IllegalArgumentException notASlug) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(EntryName other) {
        int byLog = log.compareTo(other.log);
        return byLog != 0 ? byLog : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return log + ":" + index;
    }
}
