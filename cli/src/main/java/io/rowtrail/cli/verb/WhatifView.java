package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A what-if's diff: rows that changed with what differs, rows that came, rows that went. */
final class WhatifView implements View {
    @Override
    public void lay(Members answer, Page page) {
        page.heading("what if: " + answer.text("dataset").orElse("(unnamed)"));
        answer.array("without")
                .ifPresent(without -> without.forEach(trace -> page.line("  without " + Cells.of(trace))));
        answer.take("hidden")
                .filter(hidden -> hidden.asInt() > 0)
                .ifPresent(hidden -> page.field("hidden", Cells.of(hidden)));
        List.of("reasons", "changed", "added", "removed").forEach(answer::dropEmpty);
        GeneralLayout.fields(answer.singles(), page);
        answer.array("changed").ifPresent(rows -> changed(rows, page));
        answer.array("added").ifPresent(rows -> rows("only without them", rows, page));
        answer.array("removed").ifPresent(rows -> rows("only with them", rows, page));
    }

    private static void changed(JsonNode rows, Page page) {
        if (rows.isEmpty()) {
            return;
        }
        page.heading(rows.size() + (rows.size() == 1 ? " row differs" : " rows differ"));
        List<List<String>> cells = new ArrayList<>();
        for (JsonNode row : rows) {
            JsonNode before = row.path("before");
            JsonNode after = row.path("after");
            cells.add(List.of(
                    Cells.of(row.path("key")), Cells.of(differing(before, after)), Cells.of(differing(after, before))));
        }
        page.table(List.of("key", "is", "would be"), cells);
    }

    private static ObjectNode differing(JsonNode of, JsonNode from) {
        ObjectNode differing = JsonNodeFactory.instance.objectNode();
        of.properties().forEach(column -> {
            if (!column.getValue().equals(from.path(column.getKey()))) {
                differing.set(column.getKey(), column.getValue());
            }
        });
        return differing;
    }

    private static void rows(String heading, JsonNode rows, Page page) {
        if (rows.isEmpty()) {
            return;
        }
        page.heading(heading);
        page.table(
                List.of("key", "values"),
                StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> List.of(Cells.of(row.path("key")), Cells.of(row.path("values"))))
                        .toList());
    }
}
