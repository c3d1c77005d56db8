package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.api.Download;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The graph as sorted lines, for keeping and comparing. */
@Command(
        name = "export",
        description = {
            "The lineage graph as canonical sorted NDJSON on standard output.",
            "In full it is equal for every replay of the same log; with --facts for every order of arrival."
        })
final class ExportVerb extends Verb {
    @Option(names = "--facts", description = "leave out transaction time and indexes")
    private boolean facts;

    ExportVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        Api api = session().api();
        Call call = Call.get("/api/v1/graph/export").with("form", facts ? "facts" : "full");
        Download download = api.fetch(call, session().screen().jsonLines());
        if (download instanceof Download.Denied denied) {
            return session().refuse(api, call, denied.refusal());
        }
        if (download instanceof Download.NotYet) {
            throw CommandFailure.unreachable("the service is not ready to export; the same command may work later");
        }
        return ExitCode.OK;
    }
}
