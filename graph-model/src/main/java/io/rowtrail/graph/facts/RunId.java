package io.rowtrail.graph.facts;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The identity of a run: a UUID of any version, in lower case.
 *
 * @param uuid 8-4-4-4-12 lower-case hex digits
 */
public record RunId(String uuid) implements NodeId, Comparable<RunId> {

    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public RunId {
        if (!SHAPE.matcher(uuid).matches()) {
            throw new IllegalArgumentException("not a lower-case UUID: " + uuid);
        }
    }

    /**
     * Reads a UUID of either case.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RunId parse(String text) {
        return new RunId(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public String nodeId() {
        return "run:" + uuid;
    }

    @Override
    public int compareTo(RunId other) {
        return uuid.compareTo(other.uuid);
    }
}
