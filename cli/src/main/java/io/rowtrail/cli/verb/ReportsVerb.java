package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import picocli.CommandLine.Command;

/** The reports the service knows. */
@Command(name = "reports", description = "The registered reports: datasets with their key and measure columns.")
final class ReportsVerb extends Verb {
    ReportsVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        return session().answer(Call.get("/api/v1/reports"), View.GENERAL);
    }
}
