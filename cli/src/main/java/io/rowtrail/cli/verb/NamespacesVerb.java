package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** What namespaces there are. */
@Command(name = "namespaces", description = "The namespaces of datasets and jobs.")
final class NamespacesVerb extends Verb {
    private static final List<String> COLUMNS = List.of("name", "createdAt", "updatedAt");

    NamespacesVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        return session()
                .answer(
                        Call.get("/api/v1/namespaces"),
                        (answer, page) -> answer.array("namespaces").ifPresent(namespaces -> {
                            page.heading(answer.text("totalCount").orElse("") + " namespaces");
                            page.table(
                                    List.of("name", "first told of", "last told of"),
                                    StreamSupport.stream(namespaces.spliterator(), false)
                                            .map(namespace -> COLUMNS.stream()
                                                    .map(column -> Cells.of(namespace.path(column)))
                                                    .toList())
                                            .toList());
                        }));
    }
}
