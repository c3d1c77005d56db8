package io.rowtrail.graph;

/**
 * The name of an audit entry, {@code log:index}.
 *
 * @param log slug of the log
 * @param index of the entry in it, from 0
 */
public record EntryRef(String log, long index) implements Comparable<EntryRef> {

    /**
     * Reads {@code log:index}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static EntryRef parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not an entry name: " + text);
        }
        return new EntryRef(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(EntryRef other) {
        int first = log.compareTo(other.log);
        return first != 0 ? first : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return log + ":" + index;
    }
}
