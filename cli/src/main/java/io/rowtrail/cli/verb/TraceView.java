package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The way of one request, in the order it went: transactions, rows, runs, outputs; or the one run an id named. */
final class TraceView implements View {
    @Override
    public void lay(Members answer, Page page) {
        answer.object("run")
                .ifPresentOrElse(
                        run -> run(run, page),
                        () -> page.heading("trace " + answer.text("traceId").orElse("(unnamed)")));
        GeneralLayout.fields(answer.singles(), page);
        table(answer, "transactions", page, "ordinal source txid commitTs tagSource origin spanId evidence");
        answer.array("changes").ifPresent(changes -> GeneralLayout.list("changed rows", changes, page));
        table(answer, "runs", page, "run job state evidence");
        table(answer, "reached", page, "dataset rows run");
        answer.array("hops").ifPresent(hops -> GeneralLayout.list("hops", hops, page));
        answer.array("missing").ifPresent(missing -> GeneralLayout.list("missing", missing, page));
    }

    private static void run(ObjectNode run, Page page) {
        page.heading("run " + Cells.of(run.path("run")));
        for (Map.Entry<String, JsonNode> member : run.properties()) {
            if (!member.getKey().equals("run")) {
                page.field(GeneralLayout.words(member.getKey()), Cells.of(member.getValue()));
            }
        }
    }

    /** A list as a table of the members that fit a line; {@code --output json} has them all. */
    private static void table(Members answer, String name, Page page, String members) {
        List<String> columns = List.of(members.split(" ", -1));
        answer.array(name).ifPresent(items -> {
            List<List<String>> rows = new ArrayList<>();
            items.forEach(item -> rows.add(
                    columns.stream().map(column -> Cells.of(item.path(column))).toList()));
            page.heading(name);
            page.table(columns.stream().map(GeneralLayout::words).toList(), rows);
        });
    }
}
