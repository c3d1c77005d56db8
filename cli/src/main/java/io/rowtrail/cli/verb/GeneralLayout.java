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

    static void lay(Members answer, Page page) {
        fields(answer.singles(), page);
        ObjectNode left = answer.rest();
        for (Map.Entry<String, JsonNode> member : left.properties()) {
            if (!member.getKey().equals("caveats")) {
                list(words(member.getKey()), member.getValue(), page);
            }
        }
        caveats(left.path("caveats"), page);
    }

    private static void caveats(JsonNode caveats, Page page) {
        if (caveats.isArray()) {
            caveats.forEach(caveat -> page.warning("caveat: " + Cells.of(caveat)));
        } else if (!caveats.isMissingNode() && !caveats.isNull()) {
            page.warning("caveat: " + Cells.of(caveats));
        }
    }

    /** Single values, each on its line. */
    static void fields(ObjectNode values, Page page) {
        values.properties().forEach(member -> page.field(words(member.getKey()), Cells.of(member.getValue())));
    }

    /** A list or an object under a heading, a table's columns in the order they first appear; nothing when empty. */
    static void list(String heading, JsonNode items, Page page) {
        if (items.isEmpty() && items.isContainerNode()) {
            return;
        }
        page.heading(heading);
        if (items instanceof ObjectNode object) {
            fields(object, page);
        } else if (StreamSupport.stream(items.spliterator(), false).allMatch(JsonNode::isObject)) {
            table(items, page);
        } else {
            items.forEach(item -> page.line("  " + Cells.of(item)));
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
