package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.api.Answer;
import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.api.Download;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the service make an evidence pack, waits for it, and saves it. */
@Command(
        name = "evidence",
        description = {
            "Ask for an evidence pack and save it; check it with: rowtrail verify PACK.zip",
            "Without --from, --to, --run or --trace it holds the whole log."
        })
final class EvidenceVerb extends Verb {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Option(names = "--log", paramLabel = "LOG", description = "the log; 'default' unless given")
    private String log = "default";

    @Option(names = "--from", paramLabel = "INDEX", description = "the first entry")
    private Optional<Long> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "SIZE",
            description = "the tree size to end at, one a checkpoint was signed at; the newest unless given")
    private Optional<Long> to = Optional.empty();

    @Option(names = "--run", paramLabel = "ID", description = "the entries of one run")
    private Optional<String> run = Optional.empty();

    @Option(names = "--trace", paramLabel = "ID", description = "the entries of one request")
    private Optional<String> trace = Optional.empty();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "a checkpoint you kept: the pack will prove that nothing before it was changed")
    private Optional<Path> kept = Optional.empty();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "PACK.zip",
            description = "where to save it; an existing file is not overwritten")
    private Path out = Path.of("");

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long the service may take; 300 unless given")
    private int waitSeconds = 300;

    EvidenceVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (Files.exists(out)) {
            throw CommandFailure.usage(out + " exists and is not overwritten");
        }
        Api api = session().api();
        Call call = Call.post("/api/v1/audit/evidence").sending(request());
        return api.ask(call)
                .either(given -> save(api, given), refused -> session().refuse(api, call, refused));
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("log", log);
        from.ifPresent(index -> request.put("from", String.valueOf(index)));
        to.ifPresent(index -> request.put("to", String.valueOf(index)));
        run.ifPresent(id -> request.put("run", id));
        trace.ifPresent(id -> request.put("trace", id));
        kept.ifPresent(file -> request.putArray("earlier").add(String.valueOf(size(file))));
        return request;
    }

    /** A checkpoint is a signed note whose second line is the tree's size. */
    private static long size(Path checkpoint) {
        try {
            List<String> lines = Files.readAllLines(checkpoint);
            if (lines.size() > 2 && lines.get(1).matches("[1-9][0-9]{0,17}")) {
                return Long.parseLong(lines.get(1));
            }
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read " + e.getMessage());
        }
        throw CommandFailure.usage(checkpoint + " is no checkpoint");
    }

    private ExitCode save(Api api, Answer.Given given) {
        String location = given.location()
                .orElseThrow(
                        () -> CommandFailure.unreachable("the service took the order but names no place to fetch it"));
        Path whole = out.toAbsolutePath();
        try {
            Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
            try {
                ExitCode end = fetch(api, location, part);
                if (end != ExitCode.OK) {
                    return end;
                }
                PackSummary summary = summary(part);
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                return session().show(given, (answer, page) -> {
                    summary.lay(page.heading("saved " + out));
                    page.line("  check it with: rowtrail verify " + out);
                    answer.take("state"); // it was running when the order was taken
                });
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.usage("cannot write " + out + ": " + e.getMessage());
        }
    }

    private static PackSummary summary(Path part) {
        try {
            return PackSummary.of(part);
        } catch (IOException e) {
            throw CommandFailure.unreachable("what the service sent is no evidence pack: " + e.getMessage());
        }
    }

    private ExitCode fetch(Api api, String location, Path part) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        while (true) {
            try (OutputStream file = Files.newOutputStream(part)) {
                Download download = api.follow(location, file);
                if (download instanceof Download.Done) {
                    return ExitCode.OK;
                }
                if (download instanceof Download.Denied denied) {
                    session().screen().complain(denied.refusal().problem().words());
                    return denied.refusal().problem().exitCode();
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw CommandFailure.unreachable(
                        "the pack was not ready within " + waitSeconds + " s; it may be later at " + location);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unreachable("interrupted while the service made the pack");
        }
    }
}
