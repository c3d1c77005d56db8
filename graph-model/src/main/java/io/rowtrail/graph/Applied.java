package io.rowtrail.graph;

/** What became of a batch. */
public sealed interface Applied {

    /** Folded; the position now stands here. */
    record Folded(Position position) implements Applied {}

    /** Refused: a projector of a newer epoch has taken over. */
    record StaleEpoch(Position position) implements Applied {}

    /** Refused: the batch does not begin where the projection stands. */
    record UnexpectedIndex(Position position) implements Applied {}
}
