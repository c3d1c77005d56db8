package io.rowtrail.graph;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param limit most items wanted, 1 to 1,000
 * @param after the {@link Page#next} of the page before; null for the first
 */
public record PageRequest(int limit, @Nullable String after) {

    public PageRequest {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000");
        }
    }

    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }
}
