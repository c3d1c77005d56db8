package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Datasets and jobs by words. */
@Command(name = "search", description = "Datasets and jobs by words of their names, namespaces and columns.")
final class SearchVerb extends Verb {
    private static final List<String> COLUMNS = List.of("type", "nodeId", "matched", "updatedAt");

    @Parameters(paramLabel = "WORDS", arity = "1..*", description = "what to look for; all of it must be found")
    private List<String> words = List.of();

    @Option(names = "--filter", paramLabel = "dataset|job", description = "only these")
    private Optional<String> filter = Optional.empty();

    @Option(names = "--sort", paramLabel = "rank|name|updated_at", description = "which come first; rank unless given")
    private Optional<String> sort = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "at most so many")
    private Optional<Integer> limit = Optional.empty();

    SearchVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        Call call = Call.get("/api/v1/search")
                .with("q", String.join(" ", words))
                .with("filter", filter)
                .with("sort", sort)
                .with("limit", limit.map(String::valueOf));
        return session().answer(call, (answer, page) -> {
            page.heading(answer.text("totalCount").orElse("0") + " found");
            answer.array("results")
                    .ifPresent(results -> page.table(
                            List.of("type", "node", "by its", "last told of"),
                            StreamSupport.stream(results.spliterator(), false)
                                    .map(hit -> COLUMNS.stream()
                                            .map(column -> Cells.of(hit.path(column)))
                                            .toList())
                                    .toList()));
        });
    }
}
