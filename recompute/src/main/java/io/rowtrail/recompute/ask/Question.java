package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is asked of a run.
 *
 * @param plans facets {@code rowtrail_plan} by run
 * @param key column names and values; empty: all rows
 * @param without ordinals of transactions to be taken for ones that never happened
 * @param limit the most rows to be told
 */
public record Question(String run, JsonNode plans, Map<String, JsonNode> key, Set<Long> without, int limit) {
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_TRANSACTIONS = 10_000;

    /** @throws BadQuestionException naming the field */
    public static Question parse(JsonNode json) {
        String run = json.path("run").asText();
        if (run.isEmpty()) {
            throw new BadQuestionException("/run", "a run is asked about: its UUID");
        }
        if (!json.path("plans").isObject()) {
            throw new BadQuestionException("/plans", "the plans, an object by run");
        }
        JsonNode key = json.path("key");
        if (!key.isMissingNode() && !key.isNull() && !key.isObject()) {
            throw new BadQuestionException("/key", "an object of key columns");
        }
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        (key.isObject() ? key : JsonNodeFactory.instance.objectNode())
                .properties()
                .forEach(column -> columns.put(column.getKey(), column.getValue()));
        return new Question(
                run, json.path("plans"), columns, ordinals(json.path("without")), limit(json.path("limit")));
    }

    private static int limit(JsonNode limit) {
        if (limit.isMissingNode() || limit.isNull()) {
            return 100;
        }
        if (!limit.canConvertToInt() || limit.asInt() < 1 || limit.asInt() > MOST_ROWS) {
            throw new BadQuestionException("/limit", "a number from 1 to " + MOST_ROWS);
        }
        return limit.asInt();
    }

    private static Set<Long> ordinals(JsonNode array) {
        Set<Long> ordinals = new TreeSet<>();
        int index = 0;
        for (JsonNode element : array) {
            if (!element.asText().matches("[0-9]{1,18}|[1-8][0-9]{18}")) {
                throw new BadQuestionException("/without/" + index, "an ordinal, in decimal");
            }
            ordinals.add(Long.parseLong(element.asText()));
            index++;
        }
        if (ordinals.size() > MOST_TRANSACTIONS) {
            throw new BadQuestionException("/without", "at most " + MOST_TRANSACTIONS + " transactions");
        }
        return ordinals;
    }

    /** @throws BadQuestionException if no key is given */
    void requireKey() {
        if (key.isEmpty()) {
            throw new BadQuestionException("/key", "one row is asked about: its key columns");
        }
    }
}
