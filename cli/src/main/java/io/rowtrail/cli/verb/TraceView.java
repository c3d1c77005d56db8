package io.rowtrail.cli.verb;

import io.rowtrail.cli.text.Page;
import java.util.List;

/** The way of one request, in the order it went: spans, transactions, rows, runs, outputs; then what is missing. */
final class TraceView implements View {
    private static final List<String> ORDER =
            List.of("spans", "transactions", "changes", "runs", "datasetVersions", "reached", "hops", "missing");

    @Override
    public void lay(Members answer, Page page) {
        page.heading("trace " + answer.text("traceId").orElse("(unnamed)"));
        GeneralLayout.fields(answer.singles(), page);
        ORDER.forEach(name ->
                answer.array(name).ifPresent(items -> GeneralLayout.list(GeneralLayout.words(name), items, page)));
    }
}
