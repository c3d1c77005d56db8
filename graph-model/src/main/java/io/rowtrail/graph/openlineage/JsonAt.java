package io.rowtrail.graph.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value together with where it stands, so that each check can say what it is about. A member that is null counts
 * as absent, as real producers write it.
 */
record JsonAt(JsonNode node, @Nullable JsonAt parent, String step) {

    static JsonAt root(JsonNode node) {
        return new JsonAt(node, null, "");
    }

    String pointer() {
        return parent == null
                ? ""
                : parent.pointer() + "/" + step.replace("~", "~0").replace("/", "~1");
    }

    Refusal refusal(String reason) {
        return new Refusal(pointer(), reason);
    }

    JsonAt at(String member) {
        JsonNode child = node.get(member);
        return new JsonAt(child == null ? MissingNode.getInstance() : child, this, member);
    }

    boolean absent() {
        return node.isMissingNode() || node.isNull();
    }

    boolean missing() {
        return node.isMissingNode();
    }

    JsonAt object() {
        if (!node.isObject()) {
            throw refusal(absent() ? "is required" : "must be an object");
        }
        return this;
    }

    /** Returns a required text, which may be empty. */
    String text() {
        if (!node.isTextual()) {
            throw refusal(absent() ? "is required" : "must be a string");
        }
        return unicode(node.textValue());
    }

    /** Returns a required text that is not empty. */
    String name() {
        String text = text();
        if (text.isEmpty()) {
            throw refusal("must not be empty");
        }
        return text;
    }

    /** Returns a text, or the empty one when absent. */
    String textOrEmpty() {
        return absent() ? "" : text();
    }

    /** Returns a text, or null when absent or empty. */
    @Nullable
    String textOrNull() {
        String text = textOrEmpty();
        return text.isEmpty() ? null : text;
    }

    /** Returns an integer, or null when absent; a whole number in decimal or exponent form counts. */
    @Nullable
    Long integerOrNull() {
        if (absent()) {
            return null;
        }
        if (node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong()) {
            return node.longValue();
        }
        throw refusal(node.isNumber() ? "must be an integer of 64 bits" : "must be an integer");
    }

    /** Returns an integer written as a number or as a decimal string, or null when absent. */
    @Nullable
    Long looseIntegerOrNull() {
        if (node.isTextual()) {
            try {
                return Long.valueOf(node.textValue());
            } catch (NumberFormatException e) {
                throw refusal("must be an integer");
            }
        }
        return integerOrNull();
    }

    @Nullable
    Boolean booleanOrNull() {
        if (absent()) {
            return null;
        }
        if (!node.isBoolean()) {
            throw refusal("must be true or false");
        }
        return node.booleanValue();
    }

    /** Reads each element of an array; none when absent. */
    <T> List<T> list(Function<JsonAt, T> each) {
        if (absent()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw refusal("must be an array");
        }
        List<T> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            values.add(each.apply(new JsonAt(node.get(i), this, Integer.toString(i))));
        }
        return values;
    }

    /** Visits each member of an object; none when absent. */
    void members(BiConsumer<String, JsonAt> each) {
        if (absent()) {
            return;
        }
        object();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            each.accept(unicode(member.getKey()), new JsonAt(member.getValue(), this, member.getKey()));
        }
    }

    private String unicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw refusal("holds half of a surrogate pair");
            }
        }
        return text;
    }
}
