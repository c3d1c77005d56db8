package io.rowtrail.service.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of answers about one row. */
final class RowShapes {
    private RowShapes() {}

    /**
     * The requests behind one row.
     *
     * @param count how many transactions; at most so many of a superset
     * @param range between which ordinals the transactions lie that are not listed; missing unless a superset
     * @param reasons why a recomputed answer is no better than it is; missing where the stored tags are told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Requests(
            String dataset,
            JsonNode key,
            String exactness,
            String count,
            @Nullable Range range,
            List<TraceOf> traces,
            Map<String, Integer> untagged,
            boolean closed,
            Absence absence,
            String guarantee,
            @Nullable String run,
            @Nullable String datasetVersion,
            List<String> evidence,
            @Nullable List<String> reasons,
            List<String> caveats,
            int hidden) {}

    /** From one ordinal to another. */
    record Range(String min, String max) {}

    /** One request and its transactions; without a trace id, those that no request was bound to. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TraceOf(@Nullable String traceId, List<String> transactions) {}

    /**
     * What is not in the row and mattered all the same.
     *
     * @param traces the requests of the transactions, where these are known one by one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Absence(
            String count,
            String exactness,
            List<String> transactions,
            @Nullable List<TraceOf> traces,
            @Nullable String min,
            @Nullable String max) {}

    /**
     * Why there is no row.
     *
     * @param where to ask about a row that is there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WhyNot(
            String dataset,
            JsonNode key,
            boolean present,
            @Nullable String where,
            @Nullable LastSeen lastSeen,
            List<TraceOf> removedBy,
            List<Rejection> rejectedBy,
            boolean never,
            String exactness,
            @Nullable String run,
            @Nullable String datasetVersion,
            List<String> evidence,
            List<String> reasons,
            List<String> caveats,
            int hidden) {}

    /** The newest version that had the row. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastSeen(@Nullable String run, String datasetVersion, String at, Tags tags) {}

    /** A row's tags. */
    record Tags(String count, String exactness, List<TraceOf> traces) {}

    /** Where the plan lost what would have become the row. */
    record Rejection(
            String operator,
            String planPosition,
            String predicate,
            String count,
            List<String> transactions,
            List<TraceOf> traces) {}
}
