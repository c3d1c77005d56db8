package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What one request did: forward from its trace to the rows of reports. */
@Command(
        name = "trace",
        description =
                "What a request did: its transactions, changed rows, the runs and output rows it reached, what is missing.")
final class TraceVerb extends Verb {
    @Parameters(
            paramLabel = "ID",
            description = "a trace id (32 hex digits), a traceparent, a UUID, or the id of a run")
    private String id = "";

    TraceVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (id.isBlank()) {
            throw CommandFailure.usage("an empty id names no trace");
        }
        return session().answer(Call.get("/api/v1/traces/{}", id.strip()), new TraceView());
    }
}
