package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The graph around a dataset, a job or a column. */
@Command(name = "lineage", description = "What a dataset, job or column is made from, and what is made from it.")
final class LineageVerb extends Verb {
    /** Which way to walk. */
    enum Direction {
        BOTH,
        UPSTREAM,
        DOWNSTREAM
    }

    @Parameters(
            paramLabel = "NODE",
            description = "a table's name, dataset:{ns}:{name}, job:{ns}:{name} or datasetField:{ns}:{name}:{field}")
    private String node = "";

    @Option(names = "--depth", paramLabel = "N", description = "at most so many steps away")
    private Optional<Integer> depth = Optional.empty();

    @Option(
            names = "--direction",
            paramLabel = "both|upstream|downstream",
            description = "which way; both unless given")
    private Direction direction = Direction.BOTH;

    @Option(names = "--as-of", paramLabel = "TIME", description = "as it was at an event time, RFC 3339")
    private Optional<String> asOf = Optional.empty();

    @Option(names = "--known-at", paramLabel = "TIME", description = "as it was known at a time, RFC 3339")
    private Optional<String> knownAt = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "at most so many nodes")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--cursor", paramLabel = "C", description = "go on where an answer's 'next' points")
    private Optional<String> cursor = Optional.empty();

    @Option(names = "--attempted", description = "follow what was only attempted as well")
    private boolean attempted;

    @Option(
            names = "--former",
            description = "of columns: follow what the latest run of a job no longer tells of as well")
    private boolean former;

    LineageVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        NodeName name = NodeName.parse(node, session().namespace());
        Call call = name.isColumn()
                ? Call.get("/api/v1/column-lineage")
                        .with("nodeId", name.id())
                        .with("withDownstream", String.valueOf(direction != Direction.UPSTREAM))
                : Call.get("/api/v1/lineage")
                        .with("nodeId", name.id())
                        .with("direction", direction.name().toLowerCase(Locale.ROOT));
        return session()
                .answer(
                        call.with("depth", depth.map(String::valueOf))
                                .with("limit", limit.map(String::valueOf))
                                .with("cursor", cursor)
                                .with("attempted", Optional.of("true").filter(yes -> attempted))
                                .with("former", Optional.of("true").filter(yes -> former))
                                .with("asOf", asOf)
                                .with("knownAt", knownAt),
                        new GraphView(name));
    }
}
