package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.api.Endpoints;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a change of one node would touch. */
@Command(name = "impact", description = "Everything made from a dataset, job or column, as a flat list.")
final class ImpactVerb extends Verb {
    @Parameters(
            paramLabel = "NODE",
            description = "a table's name, dataset:{ns}:{name}, job:{ns}:{name} or datasetField:{ns}:{name}:{field}")
    private String node = "";

    @Option(names = "--depth", paramLabel = "N", description = "at most so many steps away")
    private Optional<Integer> depth = Optional.empty();

    @Option(names = "--as-of", paramLabel = "TIME", description = "as it was at an event time, RFC 3339")
    private Optional<String> asOf = Optional.empty();

    @Option(names = "--known-at", paramLabel = "TIME", description = "as it was known at a time, RFC 3339")
    private Optional<String> knownAt = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "at most so many nodes")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--cursor", paramLabel = "C", description = "go on where an answer's 'next' points")
    private Optional<String> cursor = Optional.empty();

    ImpactVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        NodeName name = NodeName.parse(node, session().namespace());
        Call call = Call.get("/api/v1/impact")
                .with("nodeId", name.id())
                .with("depth", depth.map(String::valueOf))
                .with("limit", limit.map(String::valueOf))
                .with("asOf", asOf)
                .with("knownAt", knownAt)
                .with("cursor", cursor);
        Api api = session().api();
        return api.ask(call).either(given -> session().show(given, new ImpactView(name)), refused -> {
            if (refused.problem().status() == 404 && !new Endpoints(api).offer(call)) {
                return downstream(name);
            }
            return session().refuse(api, call, refused);
        });
    }

    /** A service without the flat list knows the same from its graph. */
    private ExitCode downstream(NodeName name) {
        Call call = Call.get(name.isColumn() ? "/api/v1/column-lineage" : "/api/v1/lineage")
                .with("nodeId", name.id())
                .with(name.isColumn() ? "withDownstream" : "direction", name.isColumn() ? "true" : "downstream")
                .with("depth", depth.map(String::valueOf))
                .with("limit", limit.map(String::valueOf))
                .with("asOf", asOf)
                .with("knownAt", knownAt);
        return session().answer(call, new ImpactView(name));
    }
}
