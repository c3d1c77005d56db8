package io.rowtrail.audit;

import java.util.List;

/**
 * A page of a pinned answer.
 *
 * @param size the tree size the answer is pinned to
 * @param entries in index order, without payloads
 * @param more whether {@link EntryQuery#next} would find another
 */
public record EntryPage(long size, List<Entry> entries, boolean more) {
    public EntryPage {
        entries = List.copyOf(entries);
    }
}
