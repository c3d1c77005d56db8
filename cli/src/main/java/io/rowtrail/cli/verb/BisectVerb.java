package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.api.Answer;
import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The first version of a dataset that is made otherwise than a good one, by halving: each question is one diff. Versions
 * between are taken to be good up to some point and bad from there.
 */
@Command(
        name = "bisect",
        description = {
            "The first bad version of a dataset: the first whose run did otherwise than the good one.",
            "Exit 0 with what changed there, 1 when the last version is made as the good one is."
        })
final class BisectVerb extends Verb {
    private static final int MOST_VERSIONS = 10_000;

    @Parameters(paramLabel = "DATASET", description = "a table's name or dataset:{ns}:{name}")
    private String dataset = "";

    @Option(names = "--good", paramLabel = "RUN", description = "a run known to be good; the oldest unless given")
    private Optional<String> good = Optional.empty();

    @Option(names = "--bad", paramLabel = "RUN", description = "a run known to be bad; the newest unless given")
    private Optional<String> bad = Optional.empty();

    BisectVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        NodeName name = NodeName.parse(dataset, session().namespace());
        Api api = session().api();
        List<String> runs = between(runs(api, name));
        if (runs.size() < 2) {
            throw CommandFailure.usage("there are no two versions of " + name + " to compare");
        }
        Question question = new Question(api, name);
        int known = 0;
        int first = runs.size() - 1;
        if (question.same(runs.get(0), runs.get(first))) {
            session().screen().complain("the last version of " + name + " is made as the first one is");
            return ExitCode.FAILED;
        }
        while (first - known > 1) {
            int middle = (known + first) >>> 1;
            if (question.same(runs.get(0), runs.get(middle))) {
                known = middle;
            } else {
                first = middle;
            }
        }
        return session().answer(question.call(runs.get(known), runs.get(first)), new DiffView(name));
    }

    /** The runs that wrote the versions, oldest first, each once. */
    private List<String> runs(Api api, NodeName name) {
        String rest = name.id().substring("dataset:".length());
        List<String> runs = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Call call = versions(rest).with("limit", "1000").with("cursor", cursor);
            JsonNode page = ask(api, call);
            for (JsonNode version : page.path("versions")) {
                String run = version.path("createdByRun").path("id").asText("");
                if (!run.isEmpty() && !runs.contains(run)) {
                    runs.add(run);
                }
            }
            cursor = Optional.of(page.path("next").asText("")).filter(next -> !next.isEmpty());
        } while (cursor.isPresent() && runs.size() < MOST_VERSIONS);
        Collections.reverse(runs);
        return runs;
    }

    /** A name's last colon delimits it, unless it belongs to an address. */
    private static Call versions(String rest) {
        int colon = rest.lastIndexOf(':');
        while (colon > 0 && (rest.startsWith("//", colon + 1) || Character.isDigit(rest.charAt(colon + 1)))) {
            colon = rest.lastIndexOf(':', colon - 1);
        }
        if (colon < 1) {
            throw CommandFailure.usage("not a dataset: " + rest);
        }
        return Call.get(
                "/api/v1/namespaces/{}/datasets/{}/versions", rest.substring(0, colon), rest.substring(colon + 1));
    }

    private List<String> between(List<String> runs) {
        int from = good.map(run -> index(runs, run)).orElse(0);
        int to = bad.map(run -> index(runs, run)).orElse(runs.size() - 1);
        if (from >= to) {
            throw CommandFailure.usage("the good run must have written an earlier version than the bad one");
        }
        return runs.subList(from, to + 1);
    }

    private static int index(List<String> runs, String typed) {
        String run = typed.strip().replaceFirst("^run:", "").toLowerCase(Locale.ROOT);
        int index = runs.indexOf(run);
        if (index < 0) {
            throw CommandFailure.usage("no version of the dataset was written by run " + run);
        }
        return index;
    }

    private JsonNode ask(Api api, Call call) {
        return api.ask(call).either(Answer.Given::json, refused -> {
            session().refuse(api, call, refused);
            throw CommandFailure.unreachable("the versions could not be compared");
        });
    }

    /** The same question of many runs. */
    private final class Question {
        private final Api api;
        private final NodeName name;

        Question(Api api, NodeName name) {
            this.api = api;
            this.name = name;
        }

        boolean same(String left, String right) {
            return ask(api, call(left, right)).path("same").asBoolean();
        }

        Call call(String left, String right) {
            return Call.get("/api/v1/diff")
                    .with("nodeId", name.id())
                    .with("from", "run:" + left)
                    .with("to", "run:" + right);
        }
    }
}
