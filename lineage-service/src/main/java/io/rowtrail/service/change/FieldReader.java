package io.rowtrail.service.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rowtrail.service.http.FieldError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of JSON objects and notes what is wrong with them under their JSON pointers, going on to find more.
 * A member that is wrong reads as null; callers look at {@link #errors} before they trust anything.
 */
final class FieldReader {
    /** More errors than this are not worth a caller's reading. */
    private static final int MAX_ERRORS = 50;

    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    void error(String pointer, String detail) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    /** Notes members other than the known ones; a name that begins with {@code x_} is anybody's own. */
    void onlyKnown(JsonNode object, String pointer, Set<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && !name.startsWith("x_")) {
                error(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), "is not a member known here");
            }
        }
    }

    JsonNode object(JsonNode parent, String pointer, String name) {
        JsonNode node = parent.path(name);
        if (!node.isObject()) {
            error(pointer + "/" + name, "must be an object");
            return JsonNodeFactory.instance.objectNode();
        }
        return node;
    }

    JsonNode array(JsonNode parent, String pointer, String name) {
        JsonNode node = parent.path(name);
        if (!node.isArray()) {
            error(pointer + "/" + name, "must be an array");
            return JsonNodeFactory.instance.arrayNode();
        }
        return node;
    }

    @Nullable
    String text(JsonNode parent, String pointer, String name, int maxLength) {
        JsonNode node = parent.path(name);
        if (!node.isTextual()
                || node.textValue().isBlank()
                || node.textValue().length() > maxLength
                || node.textValue().indexOf('\0') >= 0) {
            error(pointer + "/" + name, "must be a text of 1 to " + maxLength + " characters");
            return null;
        }
        return node.textValue();
    }

    @Nullable
    String optionalText(JsonNode parent, String pointer, String name, int maxLength) {
        return parent.path(name).isMissingNode() || parent.path(name).isNull()
                ? null
                : text(parent, pointer, name, maxLength);
    }

    /** A text turned into a value by {@code parse}, whose IllegalArgumentException or DateTimeException is the error. */
    <T> @Nullable T parsed(JsonNode parent, String pointer, String name, Function<String, T> parse, String shape) {
        JsonNode node = parent.path(name);
        if (!node.isTextual()) {
            error(pointer + "/" + name, "must be a text: " + shape);
            return null;
        }
        try {
            return parse.apply(node.textValue());
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            error(pointer + "/" + name, "must be " + shape);
            return null;
        }
    }

    /** A number of things, 0 to 2^31-1; 0 when absent. */
    int count(JsonNode parent, String pointer, String name) {
        JsonNode node = parent.path(name);
        if (node.isMissingNode()) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            error(pointer + "/" + name, "must be an integer from 0 to 2147483647");
            return 0;
        }
        return node.intValue();
    }
}
