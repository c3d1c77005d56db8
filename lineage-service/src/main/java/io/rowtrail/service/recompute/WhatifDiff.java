package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The worker's multiset difference as people read one: a row that went and one that came under the same key are one that
 * changed. With equal keys several times, the first goes with the first.
 */
final class WhatifDiff {
    private final List<String> key;
    private final ArrayNode changed = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode added = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode removed = JsonNodeFactory.instance.arrayNode();

    private WhatifDiff(List<String> key) {
        this.key = List.copyOf(key);
    }

    /** Nothing differs. */
    static ObjectNode none() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("exactness", "exact").putArray("reasons");
        answer.putObject("counts").put("added", "0").put("removed", "0");
        return of(answer, List.of("*"));
    }

    /**
     * The diff.
     *
     * @param answer of the worker to {@code v1/whatif}
     * @param key the columns that name a row; none when nobody said, and then nothing is paired
     */
    static ObjectNode of(JsonNode answer, List<String> key) {
        WhatifDiff diff = new WhatifDiff(key);
        diff.pair(answer.path("removed"), answer.path("added"));
        JsonNode told = answer.path("counts");
        boolean truncated = told.path("added").asLong() > answer.path("added").size()
                || told.path("removed").asLong() > answer.path("removed").size();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("changed", diff.changed);
        json.set("added", diff.added);
        json.set("removed", diff.removed);
        ObjectNode counts = json.putObject("counts");
        for (String side : List.of("before", "after")) {
            if (told.has(side)) {
                counts.put(side, told.path(side).asText());
            }
        }
        // Of a diff that was cut, who belongs to whom cannot be counted: then these are its halves.
        int paired = truncated ? 0 : diff.changed.size();
        counts.put("added", Long.toString(told.path("added").asLong(diff.added.size()) - paired));
        counts.put("removed", Long.toString(told.path("removed").asLong(diff.removed.size()) - paired));
        if (!truncated) {
            counts.put("changed", Long.toString(paired));
        }
        json.put("exactness", ExactRow.word(answer, "exactness", "unknown"));
        ExactRow.reasons(answer).forEach(json.putArray("reasons")::add);
        ArrayNode caveats = json.putArray("caveats");
        if (truncated) {
            caveats.add("truncated");
        }
        if (key.isEmpty()) {
            caveats.add("noKey");
        }
        return json;
    }

    private void pair(JsonNode went, JsonNode came) {
        Map<List<JsonNode>, Deque<JsonNode>> byKey = new HashMap<>();
        List<JsonNode> lone = new ArrayList<>();
        for (JsonNode row : came) {
            if (key.isEmpty()) {
                lone.add(row);
            } else {
                byKey.computeIfAbsent(values(row), values -> new ArrayDeque<>()).add(row);
            }
        }
        for (JsonNode row : went) {
            Deque<JsonNode> partners = byKey.get(values(row));
            if (partners == null || partners.isEmpty()) {
                removed.add(told(row));
            } else {
                changed.add(change(row, partners.remove()));
            }
        }
        for (JsonNode row : came) {
            Deque<JsonNode> left = byKey.get(values(row));
            if (left != null && left.remove(row)) {
                lone.add(row);
            }
        }
        lone.forEach(row -> added.add(told(row)));
    }

    private static JsonNode columns(JsonNode row) {
        return row.path("columns");
    }

    private List<JsonNode> values(JsonNode row) {
        return key.stream().map(columns(row)::path).toList();
    }

    private ObjectNode told(JsonNode row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("key", part(row, true));
        json.set("values", part(row, false));
        return json;
    }

    private ObjectNode change(JsonNode before, JsonNode after) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("key", part(before, true));
        json.set("before", part(before, false));
        json.set("after", part(after, false));
        return json;
    }

    private ObjectNode part(JsonNode row, boolean ofKey) {
        Map<String, JsonNode> part = new LinkedHashMap<>();
        columns(row).properties().forEach(column -> {
            if (key.contains(column.getKey()) == ofKey) {
                part.put(column.getKey(), column.getValue());
            }
        });
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.setAll(part);
        return json;
    }
}
