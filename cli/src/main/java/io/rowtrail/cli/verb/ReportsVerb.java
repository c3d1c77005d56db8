package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** The reports the service knows. */
@Command(name = "reports", description = "The registered reports: datasets with their key and measure columns.")
final class ReportsVerb extends Verb {
    private static final List<String> COLUMNS = List.of("name", "dataset", "key", "measures");

    ReportsVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        return session()
                .answer(
                        Call.get("/api/v1/reports"),
                        (answer, page) -> answer.array("reports").ifPresent(reports -> {
                            page.heading("reports");
                            page.table(
                                    COLUMNS,
                                    StreamSupport.stream(reports.spliterator(), false)
                                            .map(report -> COLUMNS.stream()
                                                    .map(column -> Cells.of(report.path(column)))
                                                    .toList())
                                            .toList());
                        }));
    }
}
