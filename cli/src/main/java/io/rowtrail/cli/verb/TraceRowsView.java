package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rows of one request, dataset by dataset. The service names a row of a table whose key nobody has told by all its
 * columns; as many of the first ones are shown as fit beside the rest.
 */
final class TraceRowsView implements View {
    private static final int LONGEST_KEY = 60;

    @Override
    public void lay(Members answer, Page page) {
        page.heading("rows of trace " + answer.text("traceId").orElse("(unnamed)"));
        GeneralLayout.fields(answer.singles(), page);
        answer.array("rows").ifPresent(rows -> {
            Map<String, List<JsonNode>> byDataset = new LinkedHashMap<>();
            rows.forEach(row -> byDataset
                    .computeIfAbsent(Cells.of(row.path("dataset")), dataset -> new ArrayList<>())
                    .add(row));
            byDataset.forEach((dataset, of) -> dataset(dataset, of, page));
        });
    }

    private static void dataset(String dataset, List<JsonNode> rows, Page page) {
        page.heading(dataset);
        page.table(
                List.of("key", "op", "effect", "transactions", "tags"),
                rows.stream().map(TraceRowsView::cells).toList());
        page.line("  " + rows.size() + (rows.size() == 1 ? " row" : " rows"));
        if (rows.stream()
                .anyMatch(row -> shown(row.path("key")) < row.path("key").size())) {
            page.line("  no key of it is known, so its rows are named by their first columns (--output json has all);");
            page.line("  tell its key: rowtrail register-report NAME --dataset " + dataset + " --key COLUMN,…");
        }
    }

    /** How many of a key's columns are shown; at least one. */
    private static int shown(JsonNode key) {
        int columns = 0;
        int length = 0;
        for (Map.Entry<String, JsonNode> column : key.properties()) {
            length += pair(column).length() + 1;
            if (columns > 0 && length > LONGEST_KEY) {
                return columns;
            }
            columns++;
        }
        return columns;
    }

    private static String key(JsonNode key) {
        int shown = shown(key);
        if (!key.isObject() || shown == key.size()) {
            return Cells.of(key);
        }
        return key.properties().stream().limit(shown).map(TraceRowsView::pair).collect(Collectors.joining(" ")) + " (+"
                + (key.size() - shown) + ")";
    }

    private static String pair(Map.Entry<String, JsonNode> column) {
        return column.getKey() + "=" + Cells.of(column.getValue());
    }

    private static List<String> cells(JsonNode row) {
        JsonNode tags = row.path("tags");
        String told = tags.isObject()
                ? Cells.of(tags.path("count")) + " " + Cells.of(tags.path("exactness"))
                        + (tags.path("closed").asBoolean() ? " closed" : " open")
                : "-";
        return List.of(
                key(row.path("key")),
                Cells.of(row.path("op")),
                Cells.of(row.path("effect")),
                Cells.of(row.path("transactions")),
                told);
    }
}
