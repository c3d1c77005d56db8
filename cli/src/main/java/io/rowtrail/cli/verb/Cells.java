package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON values as the text of a table's cell. */
final class Cells {
    private Cells() {}

    /** Short where the value is one of ours (a dataset, a small list), else its JSON. */
    static String of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(of(item)));
            return items.isEmpty() ? "-" : String.join(", ", items);
        }
        if (value.isObject()) {
            return ofObject(value);
        }
        return value.asText();
    }

    private static String ofObject(JsonNode value) {
        if (value.size() == 2
                && value.path("namespace").isTextual()
                && value.path("name").isTextual()) {
            return value.path("namespace").asText() + ":" + value.path("name").asText();
        }
        boolean flat = true;
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            flat &= !member.getValue().isContainerNode();
            if (member.getValue().isNull()) {
                continue;
            }
            pairs.add(member.getKey() + "=" + of(member.getValue()));
        }
        if (pairs.isEmpty()) {
            return "-";
        }
        return flat ? String.join(" ", pairs) : value.toString();
    }
}
