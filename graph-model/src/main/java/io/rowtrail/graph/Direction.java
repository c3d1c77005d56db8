package io.rowtrail.graph;

/** Which way to follow lineage. {@code BOTH} is the union of the two cones, not a zigzag. */
public enum Direction {
    UPSTREAM,
    DOWNSTREAM,
    BOTH;

    /** Says whether sources are followed. */
    public boolean upstream() {
        return this != DOWNSTREAM;
    }

    /** Says whether what depends on it is followed. */
    public boolean downstream() {
        return this != UPSTREAM;
    }
}
