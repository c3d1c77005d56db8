package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;

/** The requests behind one row, and how far that answer can be believed. */
final class RowTracesView implements View {
    private static final List<String> PROMISES = List.of("exactness", "count", "closed", "guarantee", "untagged");

    @Override
    public void lay(Members answer, Page page) {
        page.heading("requests behind a row of " + answer.text("dataset").orElse("(unnamed)"));
        answer.text("key").ifPresent(key -> page.field("key", key));
        PROMISES.forEach(name -> answer.text(name).ifPresent(value -> page.field(name, value)));
        answer.dropEmpty("reasons");
        GeneralLayout.fields(answer.singles(), page);
        answer.array("traces").ifPresent(traces -> traces(traces, page));
        answer.object("absence").ifPresent(absence -> absence(absence, page));
    }

    /** What was kept out or taken away: the requests one by one where they are known, else how many. */
    private static void absence(ObjectNode absence, Page page) {
        JsonNode traces = absence.path("traces");
        if (traces.isArray()) {
            absence.remove(List.of("traces", "transactions"));
        }
        GeneralLayout.list("absence", absence, page);
        AbsenceView.requests("without being in it, these mattered", traces, page);
    }

    private static void traces(JsonNode traces, Page page) {
        if (traces.isEmpty()) {
            page.line("  no request is known behind this row");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode trace : traces) {
            JsonNode transactions = trace.path("transactions");
            if (transactions.isEmpty()) {
                rows.add(List.of(Cells.of(trace.path("traceId")), "-"));
            }
            String id = Cells.of(trace.path("traceId"));
            for (JsonNode transaction : transactions) {
                rows.add(List.of(id, Cells.of(transaction)));
            }
        }
        page.heading(traces.size() + (traces.size() == 1 ? " request" : " requests"));
        page.table(List.of("trace", "transaction"), rows);
    }
}
