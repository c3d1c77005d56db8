package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What changed in how a dataset is made. */
@Command(
        name = "diff",
        description = "What changed between two runs, instants or deploys: edges, columns, schema, code version, rows.")
final class DiffVerb extends Verb {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @Parameters(paramLabel = "NODE", description = "a table's name, dataset:{ns}:{name} or job:{ns}:{name}")
    private String node = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "POINT",
            description = "run:{id}, an RFC 3339 instant, or deploy:{id}")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "POINT", description = "the same, of the later side")
    private String to = "";

    DiffVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        NodeName name = NodeName.parse(node, session().namespace());
        Call call = Call.get("/api/v1/diff")
                .with("nodeId", name.id())
                .with("from", point(from))
                .with("to", point(to));
        return session().answer(call, new DiffView(name));
    }

    /** A bare run id can mean nothing else here. */
    private static String point(String typed) {
        String point = typed.strip();
        return UUID.matcher(point).matches() ? "run:" + point : point;
    }
}
