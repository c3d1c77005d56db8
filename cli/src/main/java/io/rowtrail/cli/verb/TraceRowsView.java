package io.rowtrail.cli.verb;

import io.rowtrail.cli.text.Page;

/** The rows of one request in one dataset. */
final class TraceRowsView implements View {
    private final NodeName dataset;

    TraceRowsView(NodeName dataset) {
        this.dataset = dataset;
    }

    @Override
    public void lay(Members answer, Page page) {
        page.heading("rows of " + dataset
                + answer.text("traceId").map(id -> " from trace " + id).orElse(""));
        GeneralLayout.fields(answer.singles(), page);
        answer.array("rows").ifPresent(rows -> {
            if (rows.isEmpty()) {
                page.line("  none carry this trace");
            } else {
                GeneralLayout.list(rows.size() + (rows.size() == 1 ? " row" : " rows"), rows, page);
            }
        });
    }
}
