package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Why there is no row of a key.
 *
 * @param present whether there is one after all
 * @param ghosts the transactions behind rows that would be there, had others not been
 * @param removedBy those others
 * @param exactness {@code exact}, {@code superset} or {@code unknown}
 */
public record WhyNot(
        boolean present,
        TagSet ghosts,
        TagSet removedBy,
        List<Rejection> rejections,
        String exactness,
        List<String> reasons) {
    public WhyNot {
        rejections = List.copyOf(rejections);
        reasons = List.copyOf(reasons);
    }

    /** @throws IllegalArgumentException when it is no such answer */
    static WhyNot of(JsonNode answer) {
        TagSet ghosts = TagSet.EMPTY;
        TagSet removed = TagSet.EMPTY;
        for (JsonNode ghost : answer.path("ghosts")) {
            ghosts = ghosts.union(ExactRow.set(ghost, "tags"));
            removed = removed.union(ExactRow.set(ghost, "absence"));
        }
        List<Rejection> rejections = new ArrayList<>();
        for (JsonNode rejection : answer.path("rejectedBy")) {
            rejections.add(new Rejection(
                    rejection.path("operator").asText(),
                    rejection.path("planPosition").asText(),
                    rejection.path("predicate").asText(),
                    ExactRow.set(rejection, "tags")));
        }
        return new WhyNot(
                answer.path("present").asBoolean(),
                ghosts,
                removed,
                rejections,
                ExactRow.word(answer, "exactness", "unknown"),
                ExactRow.reasons(answer));
    }
}
