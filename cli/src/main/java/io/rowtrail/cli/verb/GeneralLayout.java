package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Lays out any answer: single values as fields, lists of objects as tables, and last what the reader must not miss.
 * Nothing is left out but empty lists.
 */
final class GeneralLayout {
    private GeneralLayout() {}

    static void lay(ObjectNode answer, Page page) {
        ObjectNode left = answer.deepCopy();
        JsonNode caveats = left.path("caveats");
        left.remove("caveats");
        for (Map.Entry<String, JsonNode> member : left.properties()) {
            if (!member.getValue().isContainerNode()) {
                page.field(words(member.getKey()), Cells.of(member.getValue()));
            }
        }
        for (Map.Entry<String, JsonNode> member : left.properties()) {
            if (member.getValue().isContainerNode() && !member.getValue().isEmpty()) {
                layContainer(words(member.getKey()), member.getValue(), page);
            }
        }
        caveats(caveats, page);
    }

    /** A list of objects under a heading, its columns in the order they first appear; nothing when it is empty. */
    static void list(String heading, JsonNode items, Page page) {
        if (!items.isEmpty()) {
            layContainer(heading, items, page);
        }
    }

    private static void layContainer(String heading, JsonNode value, Page page) {
        page.heading(heading);
        if (value.isObject()) {
            value.properties().forEach(member -> page.field(words(member.getKey()), Cells.of(member.getValue())));
        } else if (StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isObject)) {
            table(value, page);
        } else {
            value.forEach(item -> page.line("  " + Cells.of(item)));
        }
    }

    private static void table(JsonNode items, Page page) {
        Set<String> columns = new LinkedHashSet<>();
        items.forEach(item -> item.fieldNames().forEachRemaining(columns::add));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode item : items) {
            rows.add(columns.stream().map(column -> Cells.of(item.path(column))).toList());
        }
        page.table(columns.stream().map(GeneralLayout::words).toList(), rows);
    }

    /** Caveats come as names or as objects that explain themselves; both are shown, always. */
    static void caveats(JsonNode caveats, Page page) {
        for (JsonNode caveat : caveats) {
            page.warning("caveat: " + Cells.of(caveat));
        }
    }

    /** A member's camelCase name as words. */
    static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean starts = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
            words.append(starts ? " " : "").append(starts ? Character.toLowerCase(c) : c);
        }
        return words.toString();
    }
}
