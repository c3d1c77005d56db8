package io.rowtrail.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.outcome.CommandFailure;
import java.util.List;

/** A row's key as a user types it: {@code column=value} once a key column, or one JSON object. */
final class KeyOption {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private KeyOption() {}

    /**
     * The key as the API wants it. Values given as {@code column=value} are sent as text, which the service reads by
     * the column's type; JSON says the type itself.
     */
    static ObjectNode parse(List<String> words) {
        if (words.size() == 1 && words.get(0).strip().startsWith("{")) {
            return object(words.get(0));
        }
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage(
                        "--key wants COLUMN=VALUE, once a key column, or one JSON object; not: " + word);
            }
            String column = word.substring(0, equals);
            if (key.has(column)) {
                throw CommandFailure.usage("--key names the column " + column + " twice");
            }
            key.put(column, word.substring(equals + 1));
        }
        return key;
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json instanceof ObjectNode object && !object.isEmpty()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw CommandFailure.usage("--key is no JSON object: " + e.getOriginalMessage());
        }
        throw CommandFailure.usage("--key wants a JSON object with a member for each key column");
    }
}
