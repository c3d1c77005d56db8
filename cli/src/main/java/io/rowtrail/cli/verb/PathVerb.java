package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How data gets from one node to another. */
@Command(name = "path", description = "Every shortest way from one dataset, job or column to another.")
final class PathVerb extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "a table's name, dataset:{ns}:{name}, job:{ns}:{name} or datasetField:{ns}:{name}:{field}")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "the same; a column where FROM is one")
    private String to = "";

    @Option(names = "--depth", paramLabel = "N", description = "at most so many steps long")
    private Optional<Integer> depth = Optional.empty();

    @Option(names = "--as-of", paramLabel = "TIME", description = "as it was at an event time")
    private Optional<String> asOf = Optional.empty();

    PathVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        NodeName start = NodeName.parse(from, session().namespace());
        NodeName goal = NodeName.parse(to, session().namespace());
        Call call = Call.get("/api/v1/path")
                .with("from", start.id())
                .with("to", goal.id())
                .with("depth", depth.map(String::valueOf))
                .with("asOf", asOf);
        return session().answer(call, (answer, page) -> {
            boolean found = answer.take("found").map(JsonNode::asBoolean).orElse(false);
            answer.take("from");
            answer.take("to");
            page.heading(found ? "from " + start + " to " + goal : "no way from " + start + " to " + goal);
            answer.array("nodes").ifPresent(nodes -> {
                List<List<String>> rows = new ArrayList<>();
                nodes.forEach(node -> rows.add(List.of(
                        Cells.of(node.path("distance")), Cells.of(node.path("type")), Cells.of(node.path("id")))));
                if (!rows.isEmpty()) {
                    page.table(List.of("away", "type", "node"), rows);
                }
            });
            answer.array("edges").ifPresent(edges -> {
                List<List<String>> rows = new ArrayList<>();
                edges.forEach(step -> rows.add(row(step)));
                if (!rows.isEmpty()) {
                    page.heading("edges");
                    page.table(List.of("from", "to", "how", "evidence"), rows);
                }
            });
        });
    }

    /** An edge between columns has the mapping beside it. */
    private static List<String> row(JsonNode step) {
        JsonNode mapping = step.path("mapping");
        JsonNode edge = mapping.isObject() ? step.path("edge") : step;
        String how = mapping.isObject()
                ? (mapping.path("type").asText("") + " "
                                + mapping.path("subtype").asText(""))
                        .strip()
                : Cells.of(edge.path("effect"));
        return List.of(
                Cells.of(edge.path("origin")),
                Cells.of(edge.path("destination")),
                how,
                Cells.of(edge.path("evidence")));
    }
}
