package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Why a row is not there. */
@Command(
        name = "absence",
        description = {
            "Why a row is not there: when it last was, who took it away, which operator of the plan dropped it.",
            "  rowtrail absence --dataset gold.revenue --key month=1997-01 family=Food state=CA"
        })
final class AbsenceVerb extends Verb {
    @Option(names = "--dataset", paramLabel = "D", description = "a table's name, or dataset:{namespace}:{name}")
    private Optional<String> dataset = Optional.empty();

    @Option(names = "--report", paramLabel = "NAME", description = "a registered report, instead of --dataset")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--key",
            required = true,
            arity = "1..*",
            paramLabel = "K=V",
            description = "the row's key columns, or one JSON object of them")
    private List<String> key = new ArrayList<>();

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "the run that did not make it; else that of the current version")
    private Optional<String> run = Optional.empty();

    AbsenceVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (dataset.isPresent() == report.isPresent()) {
            throw CommandFailure.usage("absence wants either --dataset or --report, whose row --key names");
        }
        Optional<String> node = dataset.map(
                typed -> NodeName.table(typed, session().namespace()).id());
        return session()
                .answer(
                        Call.get("/api/v1/rows/absence")
                                .with("key", KeyOption.parse(key).toString())
                                .with("dataset", node)
                                .with("report", report)
                                .with("run", run),
                        new AbsenceView());
    }
}
