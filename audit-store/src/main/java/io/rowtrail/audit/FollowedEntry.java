package io.rowtrail.audit;

import java.time.Instant;

/**
 * What a projector needs of an entry.
 *
 * @param name its name; indexes of one answer have no gaps
 * @param kind its kind
 * @param recordedAt when the log took it
 * @param facts what was committed to, canonical JSON; empty where they were not asked for
 */
public record FollowedEntry(EntryName name, String kind, Instant recordedAt, Bytes facts) {}
