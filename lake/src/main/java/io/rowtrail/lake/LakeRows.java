package io.rowtrail.lake;

import java.util.List;
import java.util.OptionalLong;

/**
 * The answer to a bounded read.
 *
 * @param snapshot the snapshot that was read; empty when the table has none
 * @param truncated whether more rows would have matched
 */
public record LakeRows(List<LakeRow> rows, OptionalLong snapshot, boolean truncated) {
    public LakeRows {
        rows = List.copyOf(rows);
    }
}
