package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import picocli.CommandLine.Command;

/** Builds the graph anew from the log, which is the truth. */
@Command(name = "replay", description = "Drop the lineage graph and rebuild it from the audit log.")
final class ReplayVerb extends Verb {
    ReplayVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        return session().answer(Call.post("/api/v1/graph/replay"), (answer, page) -> page.heading("replay"));
    }
}
