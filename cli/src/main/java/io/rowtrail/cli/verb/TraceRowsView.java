package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one request, dataset by dataset. */
final class TraceRowsView implements View {
    @Override
    public void lay(Members answer, Page page) {
        page.heading("rows of trace " + answer.text("traceId").orElse("(unnamed)"));
        GeneralLayout.fields(answer.singles(), page);
        answer.array("rows").ifPresent(rows -> {
            Map<String, List<List<String>>> byDataset = new LinkedHashMap<>();
            rows.forEach(row -> byDataset
                    .computeIfAbsent(Cells.of(row.path("dataset")), dataset -> new ArrayList<>())
                    .add(cells(row)));
            byDataset.forEach((dataset, of) -> {
                page.heading(dataset);
                page.table(List.of("key", "op", "effect", "transactions", "tags"), of);
                page.line("  " + of.size() + (of.size() == 1 ? " row" : " rows"));
            });
        });
    }

    private static List<String> cells(JsonNode row) {
        JsonNode tags = row.path("tags");
        String told = tags.isObject()
                ? Cells.of(tags.path("count")) + " " + Cells.of(tags.path("exactness"))
                        + (tags.path("closed").asBoolean() ? " closed" : " open")
                : "-";
        return List.of(
                Cells.of(row.path("key")),
                Cells.of(row.path("op")),
                Cells.of(row.path("effect")),
                Cells.of(row.path("transactions")),
                told);
    }
}
