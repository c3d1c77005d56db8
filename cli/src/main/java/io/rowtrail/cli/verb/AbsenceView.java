package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;

/** Why a row is not there, the plainest reason first. */
final class AbsenceView implements View {
    @Override
    public void lay(Members answer, Page page) {
        boolean present = answer.take("present").map(JsonNode::asBoolean).orElse(false);
        boolean never = answer.take("never").map(JsonNode::asBoolean).orElse(false);
        page.heading(
                (present ? "a row of " : "no row of ") + answer.text("dataset").orElse("(unnamed)"));
        answer.text("key").ifPresent(key -> page.field("key", key));
        if (present) {
            page.line("  it is there: rowtrail rows tells the requests behind it");
            answer.take("where");
        }
        if (never) {
            page.line("  it never was, and nothing would ever have become it");
        }
        List.of("reasons", "removedBy", "rejectedBy").forEach(answer::dropEmpty);
        GeneralLayout.fields(answer.singles(), page);
        answer.object("lastSeen").ifPresent(seen -> lastSeen(seen, page));
        answer.array("removedBy").ifPresent(removed -> requests("removed by", removed, page));
        answer.array("rejectedBy").ifPresent(rejected -> rejections(rejected, page));
    }

    private static void lastSeen(JsonNode seen, Page page) {
        page.heading("last seen");
        for (String member : List.of("run", "datasetVersion", "at")) {
            if (seen.has(member)) {
                page.field(GeneralLayout.words(member), Cells.of(seen.path(member)));
            }
        }
        page.field("exactness", Cells.of(seen.path("tags").path("exactness")));
        requests("it was made by", seen.path("tags").path("traces"), page);
    }

    /** A table of requests and their transactions, a line each; nothing when there are none. */
    static void requests(String heading, JsonNode traces, Page page) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode trace : traces) {
            for (JsonNode transaction : trace.path("transactions")) {
                rows.add(List.of(
                        trace.has("traceId") ? Cells.of(trace.path("traceId")) : "(no request)",
                        Cells.of(transaction)));
            }
        }
        if (!rows.isEmpty()) {
            page.heading(heading);
            page.table(List.of("trace", "transaction"), rows);
        }
    }

    private static void rejections(JsonNode rejections, Page page) {
        if (rejections.isEmpty()) {
            return;
        }
        page.heading("dropped by the plan");
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode rejection : rejections) {
            rows.add(List.of(
                    Cells.of(rejection.path("planPosition")),
                    Cells.of(rejection.path("operator")),
                    Cells.of(rejection.path("predicate")),
                    Cells.of(rejection.path("count"))));
        }
        page.table(List.of("place", "operator", "predicate", "transactions"), rows);
        for (JsonNode rejection : rejections) {
            requests("dropped at " + Cells.of(rejection.path("planPosition")), rejection.path("traces"), page);
        }
    }
}
