package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Answer;
import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds the graph anew from the log, which is the truth, and tells how far it is until it is whole again. */
@Command(
        name = "replay",
        description = {
            "Drop the lineage graph and rebuild it from the audit log.",
            "Shows how far it is and returns when all is folded; interrupted, the service goes on alone."
        })
final class ReplayVerb extends Verb {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String PATH = "/api/v1/graph/replay";

    @Option(names = "--no-wait", description = "return once the graph is dropped")
    private boolean noWait;

    ReplayVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        Call begin = Call.post(PATH);
        if (noWait) {
            return session().answer(begin, (answer, page) -> page.heading("replay"));
        }
        Api api = session().api();
        return api.ask(begin).either(given -> follow(api), refused -> session().refuse(api, begin, refused));
    }

    private ExitCode follow(Api api) {
        Call progress = Call.get(PATH);
        while (true) {
            Answer answer = api.ask(progress);
            boolean over = answer.either(
                    given -> {
                        tell(given);
                        return given.json().path("state").asText().equals("done");
                    },
                    refused -> true);
            if (over) {
                return answer.either(
                        given -> session().show(given, (members, page) -> page.heading("replay")),
                        refused -> session().refuse(api, progress, refused));
            }
            pause();
        }
    }

    private void tell(Answer.Given progress) {
        session()
                .screen()
                .remark("folded " + progress.json().path("folded").asText() + " of "
                        + progress.json().path("entries").asText() + " entries");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unreachable("interrupted; the service goes on rebuilding the graph");
        }
    }
}
