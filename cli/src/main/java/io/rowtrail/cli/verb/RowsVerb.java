package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The two questions about rows: the requests behind one, and the rows of one request. */
@Command(
        name = "rows",
        description = {
            "The requests behind one row (--key), or the rows of one request (--trace).",
            "  rowtrail rows --dataset gold.revenue --key month=1997-01 family=Food state=CA",
            "  rowtrail rows --dataset gold.revenue --trace 4bf92f3577b34da6a3ce929d0e0e4736"
        })
final class RowsVerb extends Verb {
    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "D",
            description = "a table's name, or dataset:{namespace}:{name}")
    private String dataset = "";

    @ArgGroup(multiplicity = "1")
    private Direction direction = new Direction();

    @Option(names = "--limit", paramLabel = "N", description = "at most so many rows or requests")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--cursor", paramLabel = "C", description = "go on where an answer's 'next' points")
    private Optional<String> cursor = Optional.empty();

    /** Which way to ask. */
    private static final class Direction {
        @Option(
                names = "--key",
                required = true,
                arity = "1..*",
                paramLabel = "K=V",
                description = "the row's key columns, or one JSON object of them")
        private List<String> key = new ArrayList<>();

        @Option(names = "--trace", required = true, paramLabel = "ID", description = "the request whose rows to list")
        private Optional<String> trace = Optional.empty();
    }

    RowsVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        NodeName node = NodeName.parse(dataset, session().namespace());
        if (node.isColumn() || node.id().startsWith("job:")) {
            throw CommandFailure.usage("rows are a dataset's; --dataset names " + node);
        }
        Call call = direction
                .trace
                .map(id -> Call.get("/api/v1/traces/{}/rows", id.strip()))
                .orElseGet(() -> Call.get("/api/v1/rows/traces")
                        .with("key", KeyOption.parse(direction.key).toString()));
        return session()
                .answer(
                        call.with("dataset", node.id())
                                .with("limit", limit.map(String::valueOf))
                                .with("cursor", cursor),
                        direction.trace.isPresent() ? new TraceRowsView(node) : new RowTracesView(node));
    }
}
