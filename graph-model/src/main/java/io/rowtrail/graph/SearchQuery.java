package io.rowtrail.graph;

import org.jspecify.annotations.Nullable;

/**
 * A search for datasets and jobs by words of their names, of their namespaces and of their columns. All words must be found
 * in one of these; the last may be a beginning.
 *
 * @param text what to look for; {@code %} stands for anything
 * @param namespace only of this namespace; null for all
 * @param limit most hits wanted, 1 to 1,000
 */
public record SearchQuery(
        String text, Kind kind, Sort sort, @Nullable String namespace, int limit) {

    public SearchQuery {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000");
        }
    }

    /** Looks for everything, best hits first. */
    public static SearchQuery of(String text, int limit) {
        return new SearchQuery(text, Kind.ALL, Sort.RANK, null, limit);
    }

    /** What is looked for. */
    public enum Kind {
        ALL,
        DATASET,
        JOB
    }

    /** Which hits come first. */
    public enum Sort {
        /** The best, then by node id. */
        RANK,
        /** By name, then namespace. */
        NAME,
        /** The ones last mentioned, by event time. */
        UPDATED_AT
    }
}
