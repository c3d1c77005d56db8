package io.rowtrail.graph;

import io.rowtrail.graph.facts.NodeId;
import java.time.Instant;

/**
 * A dataset or job that was found.
 *
 * @param matched {@code name}, {@code namespace} or {@code column:} and the column's name
 * @param lastSeen greatest event time that mentions it
 */
public record SearchHit(NodeId id, String matched, Instant lastSeen) {}
