package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.quickstart.process.Command;
import io.rowtrail.quickstart.stack.Stack;
import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.LakeFacts;
import io.rowtrail.quickstart.verdict.Provenance;
import io.rowtrail.quickstart.verdict.SalesOracle;
import io.rowtrail.quickstart.verdict.SalesOracle.RevenueKey;
import io.rowtrail.quickstart.verdict.TagComparison;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells what the demo showed, in calls that can be copied. */
final class Story {
    private static final int ROWS = 4;

    private final Stack stack;
    private final Api api;
    private final Judgement judgement;
    private final PrintStream out;
    private final Hero hero;
    private final Cell right;

    /** A cell of the report as it was at one time: its row and the service's answer. */
    private record Cell(String path, String value, JsonNode answer) {}

    /** Remembers the right report; to be made before the wrong one is written. */
    Story(Stack stack, Api api, Judgement judgement, PrintStream out) {
        this.stack = stack;
        this.api = api;
        this.judgement = judgement;
        this.out = out;
        this.hero = Hero.choose(judgement.history());
        this.right = cell();
    }

    /** Prints the story. The checks made on the way go to the verdict. */
    void tell() throws IOException, InterruptedException {
        oneRequest();
        oneNumber();
        new InverseStory(api, judgement, hero, right.answer.path("run").asText(), out).tell();
        wrongReport();
        untraced();
        proof();
    }

    private void oneRequest() {
        String path = "/api/v1/traces/" + hero.trace();
        JsonNode answer = api.get(path);
        out.println("The page: " + api.url("/"));
        heading("1  What did this request make?");
        call(path);
        say(
                "The shop's ledger, entry %d: %s",
                hero.entry().seq(),
                tables(hero.entry().writes().stream()
                        .map(write -> write.table())
                        .toList()));
        for (JsonNode transaction : answer.path("transactions")) {
            say(
                    "-> transaction %s, committed %s, proved by %s",
                    transaction.path("ordinal").asText(),
                    transaction.path("commitTs").asText(),
                    transaction.path("evidence").asText());
        }
        answer.path("changes")
                .forEach(change -> say("-> %d rows of %s", change.path("rows").asInt(), name(change.path("dataset"))));
        Map<String, String> jobs = new TreeMap<>();
        answer.path("runs").forEach(run -> jobs.put(run.path("run").asText(), name(run.path("job"))));
        answer.path("reached")
                .forEach(reached -> say(
                        "-> %s rows of %s, by run %s of %s",
                        reached.path("rows").asText(),
                        name(reached.path("dataset")),
                        reached.path("run").asText(),
                        jobs.getOrDefault(reached.path("run").asText(), "a job not told")));
        call(path + "/rows?dataset=" + Api.encode(Reports.REVENUE));
        JsonNode rows =
                api.get(path + "/rows?dataset=" + Api.encode(Reports.REVENUE)).path("rows");
        for (int i = 0; i < Math.min(ROWS, rows.size()); i++) {
            say("-> %s", rows.get(i).path("key"));
        }
        if (rows.size() > ROWS) {
            say("-> and %d more", rows.size() - ROWS);
        }
    }

    private void oneNumber() {
        Provenance expected =
                judgement.oracle().revenue(hero.cell()).orElseThrow().provenance();
        Map<String, Integer> traces = expected.traces(judgement.history());
        heading("2  Which requests made this number?");
        say(
                "revenue of %s, %s, %s = %s",
                hero.cell().month(), hero.cell().family(), hero.cell().state(), right.value);
        call(right.path);
        say(
                "-> %s: %d requests in %s transactions, %d writes without a request, %d of the snapshot; %s",
                right.answer.path("exactness").asText(),
                right.answer.path("traces").size(),
                right.answer.path("count").asText(),
                right.answer.path("untagged").path("none").asInt(),
                right.answer.path("untagged").path("snapshot").asInt(),
                right.answer.path("closed").asBoolean() ? "closed" : "open: something was taken out of it or away");
        say("The ledger says the same %d requests; %s is one of them.", traces.size(), hero.trace());
    }

    private void wrongReport() {
        Cell wrong = cell();
        String from = right.answer.path("run").asText();
        String to = wrong.answer.path("run").asText();
        String path = "/api/v1/diff?nodeId=" + Api.encode(Reports.REVENUE) + "&from=" + Api.encode("run:" + from)
                + "&to=" + Api.encode("run:" + to);
        heading("4  The report is wrong since the last run. Why?");
        say("the same cell now says %s instead of %s", wrong.value, right.value);
        call(path);
        JsonNode diff = api.get(path);
        int changed = 0;
        for (JsonNode dataset : diff.path("datasets")) {
            JsonNode edges = dataset.path("columnEdges");
            edges.path("removed").forEach(edge -> say("-> no longer %s", edge(edge)));
            edges.path("added").forEach(edge -> say("-> instead  %s", edge(edge)));
            changed += edges.path("removed").size() + edges.path("added").size();
        }
        boolean found = diff.toString().contains("unit_cost");
        boolean sameRequests = requests(wrong.answer).equals(requests(right.answer));
        say(
                "Its %d requests are %s: the data is innocent, the mapping is not.",
                wrong.answer.path("traces").size(), sameRequests ? "the same as before" : "others than before");
        judgement.add(Check.of(
                "planted mistake found by comparing two runs",
                found && changed > 0 && sameRequests && !wrong.value.equals(right.value),
                "the comparison of runs " + from + " and " + to + " does not show it"));
    }

    private void untraced() {
        heading("5  What has no request behind it?");
        say("captured changes by how their request was found: %s", judgement.causes());
        say("(snapshot: loaded before the capture began; none: an administrator's writes past the shop)");
        SalesOracle oracle = judgement.oracle();
        oracle.revenue().entrySet().stream()
                .filter(cell -> cell.getValue().provenance().untraced(judgement.history()) > 0)
                .findFirst()
                .ifPresent(cell -> {
                    RevenueKey key = cell.getKey();
                    String path = "/api/v1/rows/traces?report=revenue&key="
                            + Api.encode(Reports.key(key.month(), key.family(), key.state()));
                    call(path);
                    say(
                            "-> %s of %s transactions",
                            api.get(path).path("untagged"),
                            api.get(path).path("count").asText());
                });
    }

    private void proof() throws IOException, InterruptedException {
        Evidence evidence = new Evidence(stack, api);
        Path pack = evidence.fetch();
        String key = evidence.publishedKey();
        Command.Result proved = evidence.verify(pack, key);
        Command.Result refused = evidence.verify(evidence.spoil(pack), key);
        heading("6  And who believes the log?");
        out.println("   $ " + evidence.command(pack, key));
        say("-> %s", last(proved.output()));
        say("One character of one entry changed in a copy:");
        failed(refused.output());
        judgement.add(Check.of("evidence pack verified offline", proved.exit() == 0, last(proved.output())));
        judgement.add(Check.of(
                "spoiled copy of the evidence refused",
                refused.exit() == 1,
                "the verifier ended with " + refused.exit()));
    }

    private Cell cell() {
        try (Lake lake = judgement.lake()) {
            LakeRow row = new LakeFacts(lake.reader())
                    .output(LakeName.parse("gold.revenue")).stream()
                            .filter(r -> TagComparison.revenueKey(r).equals(hero.cell()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("gold.revenue lacks " + hero.cell()));
            String path = "/api/v1/rows/traces?dataset=" + Api.encode(Reports.REVENUE) + "&key="
                    + Api.encode(Reports.key(row, "month", "family", "state"));
            return new Cell(path, String.valueOf(row.value("revenue")), api.get(path));
        }
    }

    private static List<String> requests(JsonNode answer) {
        return answer.path("traces").findValuesAsText("traceId").stream()
                .sorted()
                .toList();
    }

    private static String edge(JsonNode edge) {
        return name(edge.path("from")) + " -> " + name(edge.path("to"));
    }

    /** The end of a node id: names are long, and their namespaces are always the same here. */
    private static String name(JsonNode id) {
        String text = id.asText();
        int lake = text.indexOf("//");
        return lake < 0 ? text : text.substring(lake + 2);
    }

    private static String tables(List<String> names) {
        Map<String, Integer> counts = new TreeMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts.toString();
    }

    private void heading(String text) {
        out.println();
        out.println(text);
    }

    private void call(String path) {
        out.println("   $ curl -s '" + api.url(path) + "'");
    }

    private void say(String format, Object... values) {
        out.println("   " + String.format(Locale.ROOT, format, values));
    }

    private static String last(String text) {
        return text.lines().reduce("", (before, line) -> line);
    }

    private void failed(String text) {
        text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("fail"))
                .limit(3)
                .forEach(line -> say("%s", line));
    }
}
