package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.api.Answer;
import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
            "  rowtrail rows --dataset gold.revenue --recompute --key month=1997-01 family=Food state=CA",
            "  rowtrail rows --dataset gold.revenue --proof row.json --key month=1997-01 family=Food state=CA",
            "  rowtrail rows --dataset gold.revenue --trace 4bf92f3577b34da6a3ce929d0e0e4736"
        })
final class RowsVerb extends Verb {
    @Option(names = "--dataset", paramLabel = "D", description = "a table's name, or dataset:{namespace}:{name}")
    private Optional<String> dataset = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "NAME",
            description = "with --key: a registered report, instead of --dataset")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--recompute",
            description =
                    "with --key: run the recorded plan for this row, which tells its requests and what was kept out or"
                            + " taken away exactly; takes seconds")
    private boolean recompute;

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description =
                    "with --key: save the proof that the row, with its set of requests, is one its run left; check it"
                            + " with rowtrail verify FILE --vkey KEY; an existing file is not overwritten")
    private Optional<Path> proof = Optional.empty();

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "with --recompute or --proof: the row as this run made it")
    private Optional<String> run = Optional.empty();

    @ArgGroup(multiplicity = "1")
    private Direction direction = new Direction();

    @Option(names = "--limit", paramLabel = "N", description = "with --trace: at most so many rows")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--cursor", paramLabel = "C", description = "with --trace: go on where an answer's 'next' points")
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
        return direction.trace.map(this::ofTrace).orElseGet(() -> ofKey(KeyOption.parse(direction.key)));
    }

    private ExitCode ofKey(ObjectNode key) {
        if (dataset.isPresent() == report.isPresent()) {
            throw CommandFailure.usage("--key wants either --dataset or --report, whose row it names");
        }
        if (limit.isPresent() || cursor.isPresent()) {
            throw CommandFailure.usage("--limit and --cursor go with --trace: the requests behind a row come whole");
        }
        if (proof.isPresent()) {
            return prove(key, proof.get());
        }
        if (run.isPresent() && !recompute) {
            throw CommandFailure.usage(
                    "--run goes with --recompute: the tags beside a row are those of its current version");
        }
        return ask(
                Call.get("/api/v1/rows/traces")
                        .with("key", key.toString())
                        .with("report", report)
                        .with("mode", recompute ? Optional.of("recompute") : Optional.empty())
                        .with("run", run),
                new RowTracesView());
    }

    /** Saves the proof byte for byte: it is checked as it came. */
    private ExitCode prove(ObjectNode key, Path file) {
        if (recompute) {
            throw CommandFailure.usage("--proof is about the stored set of requests: it does not go with --recompute");
        }
        if (Files.exists(file)) {
            throw CommandFailure.usage(file + " exists and is not overwritten");
        }
        Call call = Call.get("/api/v1/rows/proof")
                .with("key", key.toString())
                .with("report", report)
                .with("run", run)
                .with("dataset", node());
        Api api = session().api();
        return api.ask(call)
                .either(given -> save(given, file), refused -> session().refuse(api, call, refused));
    }

    private ExitCode save(Answer.Given given, Path file) {
        try {
            Files.writeString(file, given.text(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot write " + file + ": " + e.getMessage());
        }
        return session().show(given, (answer, page) -> {
            page.heading("saved " + file);
            page.line("  check it with: rowtrail verify " + file + " --vkey KEY");
            List.of("checkpoint", "entry", "inclusion", "manifest", "row", "v").forEach(answer::take);
        });
    }

    /** Without a dataset: those it changed and all that is made from them. */
    private ExitCode ofTrace(String id) {
        if (recompute || run.isPresent() || proof.isPresent()) {
            throw CommandFailure.usage("--recompute, --proof and --run go with --key");
        }
        if (report.isPresent()) {
            throw CommandFailure.usage("--report goes with --key; with --trace give --dataset, or neither for all");
        }
        return ask(Call.get("/api/v1/traces/{}/rows", id.strip()), new TraceRowsView());
    }

    private ExitCode ask(Call call, View view) {
        return session()
                .answer(
                        call.with("dataset", node())
                                .with("limit", limit.map(String::valueOf))
                                .with("cursor", cursor),
                        view);
    }

    private Optional<String> node() {
        return dataset.map(typed -> NodeName.table(typed, session().namespace()).id());
    }
}
