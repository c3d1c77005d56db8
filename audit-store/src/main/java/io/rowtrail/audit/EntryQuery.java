package io.rowtrail.audit;

import org.jspecify.annotations.Nullable;

/**
 * Which entries to list. The answer depends only on the query and the tree size it is pinned to: asked again it is the
 * same.
 *
 * @param size pin: only entries below this index; null for the size at the time of asking
 * @param after cursor: only entries with a higher index; -1 to begin
 * @param limit most entries to return, 1 to 1,000
 * @param filter what must hold of each
 */
public record EntryQuery(@Nullable Long size, long after, int limit, EntryFilter filter) {
    /** Most entries one page holds. */
    public static final int MAX_LIMIT = 1_000;

    public EntryQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
        }
        if (after < -1 || (size != null && size < 0)) {
            throw new IllegalArgumentException("an index is not negative");
        }
    }

    /** Every entry, {@code limit} a page. */
    public static EntryQuery all(int limit) {
        return of(EntryFilter.NONE, limit);
    }

    /** The entries that satisfy {@code filter}, from the first on, {@code limit} a page. */
    public static EntryQuery of(EntryFilter filter, int limit) {
        return new EntryQuery(null, -1, limit, filter);
    }

    /** The page after index {@code last} of the same answer, pinned to {@code pinned}. */
    public EntryQuery next(long pinned, long last) {
        return new EntryQuery(pinned, last, limit, filter);
    }
}
