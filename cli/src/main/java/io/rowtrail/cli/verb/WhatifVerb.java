package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.api.Answer;
import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a dataset would be if some requests had not happened; waits for the answer and tells how far it is. */
@Command(
        name = "whatif",
        description = {
            "What a dataset would be if some requests had not happened: the recorded plan run without them, as a diff.",
            "  rowtrail whatif 4bf92f3577b34da6a3ce929d0e0e4736 --dataset gold.revenue",
            "Interrupted, the service goes on; --job ID fetches what came of it."
        })
final class WhatifVerb extends Verb {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String PATH = "/api/v1/whatif";

    @Parameters(arity = "0..*", paramLabel = "TRACE", description = "the requests that did not happen")
    private List<String> without = new ArrayList<>();

    @Option(names = "--dataset", paramLabel = "D", description = "a table's name, or dataset:{namespace}:{name}")
    private Optional<String> dataset = Optional.empty();

    @Option(names = "--report", paramLabel = "NAME", description = "a registered report, instead of --dataset")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--key",
            arity = "1..*",
            paramLabel = "K=V",
            description = "one row only: its key columns, or one JSON object of them")
    private List<String> key = new ArrayList<>();

    @Option(names = "--run", paramLabel = "ID", description = "the version this run made; else the current one")
    private Optional<String> run = Optional.empty();

    @Option(names = "--no-wait", description = "return once the service has taken the order")
    private boolean noWait;

    @Option(names = "--job", paramLabel = "ID", description = "instead of a new order: how this one stands")
    private Optional<String> job = Optional.empty();

    WhatifVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        boolean orders = !without.isEmpty() || dataset.isPresent() || report.isPresent() || !key.isEmpty();
        if (job.isPresent() == orders) {
            throw CommandFailure.usage(
                    "whatif wants the requests to do without and a --dataset, or the --job of before");
        }
        if (job.isPresent()) {
            Call progress = Call.get(PATH + "/{}", job.get());
            Api api = session().api();
            return noWait ? session().answer(progress, new WhatifView()) : follow(api, progress);
        }
        Call order = Call.post(PATH).sending(order());
        if (noWait) {
            return session().answer(order, new WhatifView());
        }
        Api api = session().api();
        return api.ask(order)
                .either(
                        given -> follow(
                                api,
                                Call.get(PATH + "/{}", given.json().path("id").asText())),
                        refused -> session().refuse(api, order, refused));
    }

    private ObjectNode order() {
        if (without.isEmpty() || dataset.isPresent() == report.isPresent()) {
            throw CommandFailure.usage("whatif wants at least one request, and either --dataset or --report");
        }
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        without.forEach(order.putArray("without")::add);
        dataset.ifPresent(typed -> order.put(
                "dataset", NodeName.table(typed, session().namespace()).id()));
        report.ifPresent(name -> order.put("report", name));
        if (!key.isEmpty()) {
            order.set("key", KeyOption.parse(key));
        }
        run.ifPresent(id -> order.put("run", id));
        return order;
    }

    private ExitCode follow(Api api, Call progress) {
        while (true) {
            Answer answer = api.ask(progress);
            boolean over = answer.either(this::isOver, refused -> true);
            if (over) {
                return answer.either(this::end, refused -> session().refuse(api, progress, refused));
            }
            pause();
        }
    }

    private boolean isOver(Answer.Given given) {
        if (!given.json().path("state").asText().equals("running")) {
            return true;
        }
        session()
                .screen()
                .remark(given.json().path("progress").path("step").asText("running") + ", "
                        + given.json().path("progress").path("seconds").asText("0") + " s");
        return false;
    }

    private ExitCode end(Answer.Given given) {
        session().show(given, new WhatifView());
        return given.json().path("state").asText().equals("failed") ? ExitCode.FAILED : ExitCode.OK;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unreachable("interrupted; the service goes on");
        }
    }
}
