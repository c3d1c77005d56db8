package io.rowtrail.lake;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One committed state of a table.
 *
 * @param operation {@code append}, {@code overwrite}, {@code replace} or {@code delete}
 * @param summary the snapshot's summary: Iceberg's counts and what the writer added, such as the run
 */
public record LakeSnapshot(
        long id, OptionalLong parent, Instant committedAt, String operation, Map<String, String> summary) {
    public LakeSnapshot {
        summary = Map.copyOf(summary);
    }
}
