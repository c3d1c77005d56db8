package io.rowtrail.capture.transaction;

import java.nio.file.Path;

/**
 * Where large transactions go.
 *
 * @param memoryBytes about how much memory the rows of one transaction may take before they go to a file
 */
public record SpillPlace(Path directory, long memoryBytes) {
    /** Rows that never spill. */
    static final SpillPlace NOWHERE = new SpillPlace(Path.of(""), Long.MAX_VALUE);
}
