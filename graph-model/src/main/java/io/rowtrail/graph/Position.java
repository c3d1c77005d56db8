package io.rowtrail.graph;

/**
 * Where the projection of a log stands.
 *
 * @param log slug of the log
 * @param epoch of the projector that wrote last
 * @param nextIndex the first index not yet folded
 */
public record Position(String log, long epoch, long nextIndex) {}
