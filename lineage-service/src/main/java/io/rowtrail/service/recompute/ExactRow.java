package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the worker says of the row of a key.
 *
 * @param present how many rows of the key the plan makes
 * @param tags what made the row what it is; of rows that are not there, of their ghosts
 * @param absence what was removed, replaced or kept out and mattered
 * @param exactness {@code exact}, {@code superset} or {@code unknown}
 * @param guarantee {@code closed}, {@code open}, {@code nondeterministic} or {@code broken}
 * @param reasons why it is no better
 */
public record ExactRow(
        int present, TagSet tags, TagSet absence, String exactness, String guarantee, List<String> reasons) {
    public ExactRow {
        reasons = List.copyOf(reasons);
    }

    /** Whether nothing came of it: no row is known, nor that there is none. */
    public boolean isUnanswered() {
        return present == 0 && exactness.equals("unknown");
    }

    public boolean isExact() {
        return exactness.equals("exact");
    }

    /** @throws IllegalArgumentException when it is no such answer */
    static ExactRow of(JsonNode answer) {
        int present = 0;
        TagSet tags = TagSet.EMPTY;
        TagSet absence = TagSet.EMPTY;
        for (JsonNode row : answer.path("rows")) {
            boolean live = row.path("live").asBoolean();
            present += live ? 1 : 0;
            tags = live ? tags.union(set(row, "tags")) : tags;
            absence = live ? absence.union(set(row, "absence")) : absence;
        }
        return new ExactRow(
                present,
                tags,
                absence,
                word(answer, "exactness", "unknown"),
                word(answer, "guarantee", "broken"),
                reasons(answer));
    }

    /** The tag set in a member; nothing is promised where it is missing. */
    static TagSet set(JsonNode of, String member) {
        JsonNode text = of.path(member);
        return text.isTextual() ? TagSet.decode(Base64.getDecoder().decode(text.textValue())) : TagSet.unknown();
    }

    static String word(JsonNode of, String member, String otherwise) {
        return of.path(member).asText(otherwise);
    }

    static List<String> reasons(JsonNode of) {
        List<String> reasons = new ArrayList<>();
        of.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        return reasons;
    }

    /** How it is kept: no row values, no key. */
    String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < present; i++) {
            json.withArray("rows")
                    .addObject()
                    .put("tags", Base64.getEncoder().encodeToString(tags.encode()))
                    .put("absence", Base64.getEncoder().encodeToString(absence.encode()))
                    .put("live", true);
        }
        json.put("exactness", exactness);
        json.put("guarantee", guarantee);
        reasons.forEach(json.putArray("reasons")::add);
        return json.toString();
    }
}
