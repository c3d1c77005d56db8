package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.quickstart.process.StackException;
import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.Provenance;
import io.rowtrail.quickstart.verdict.SalesOracle;
import io.rowtrail.quickstart.verdict.SalesOracle.RevenueKey;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The part of the story that runs the recorded plan again: one cell exactly, and the report without one request. */
final class InverseStory {
    private static final int HEADING = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Api api;
    private final Judgement judgement;
    private final Hero hero;
    private final String run;
    private final PrintStream out;

    /** @param run the run that made the right report */
    InverseStory(Api api, Judgement judgement, Hero hero, String run, PrintStream out) {
        this.api = api;
        this.judgement = judgement;
        this.hero = hero;
        this.run = run;
        this.out = out;
    }

    void tell() throws InterruptedException {
        out.println();
        out.println(HEADING + "  What mattered without being in the number, and what if?");
        exactly();
        withoutTheRequest();
    }

    private void exactly() {
        RevenueKey cell = reduced();
        Provenance expected = judgement.oracle().revenue(cell).orElseThrow().provenance();
        String path = "/api/v1/rows/traces?dataset=" + Api.encode(Reports.REVENUE) + "&key="
                + Api.encode(Reports.key(cell.month(), cell.family(), cell.state()))
                + "&mode=recompute&run=" + run;
        say("revenue of %s, %s, %s", cell.month(), cell.family(), cell.state());
        out.println("   $ curl -s '" + api.url(path) + "'");
        JsonNode answer = api.get(path);
        JsonNode absence = answer.path("absence");
        say(
                "-> %s: %s transactions in it; %s, by %d requests, took something out of it or away (%s)",
                answer.path("exactness").asText(),
                answer.path("count").asText(),
                absence.path("count").asText(),
                absence.path("traces").findValuesAsText("traceId").size(),
                absence.path("exactness").asText());
        String problem = judgement.exact(expected, answer);
        say("The ledger says %s.", problem.isEmpty() ? "the same, one by one" : "otherwise: " + problem);
        judgement.add(Check.of("cell recomputed: its writes and its absence, one by one", problem.isEmpty(), problem));
    }

    /** The cell that the most transactions took something out of or away from; of equal ones, the first by name. */
    private RevenueKey reduced() {
        return judgement.oracle().revenue().entrySet().stream()
                .max(Comparator.<Map.Entry<RevenueKey, SalesOracle.Totals>>comparingInt(cell ->
                                cell.getValue().provenance().absenceOnly().cardinality())
                        .thenComparing(cell -> cell.getKey().toString(), Comparator.reverseOrder()))
                .orElseThrow()
                .getKey();
    }

    private void withoutTheRequest() throws InterruptedException {
        String order = String.format(
                Locale.ROOT,
                "{\"without\":[\"%s\"],\"dataset\":\"%s\",\"run\":\"%s\"}",
                hero.trace(),
                Reports.REVENUE,
                run);
        out.println("   $ curl -s -d '" + order + "' -H 'Content-Type: application/json' '" + api.url("/api/v1/whatif")
                + "'");
        JsonNode diff = ended(place(api.post("/api/v1/whatif", order)));
        for (JsonNode row : diff.path("changed")) {
            say(
                    "-> without request %s: revenue of %s would be %s, not %s",
                    hero.trace(),
                    String.join(
                            ", ",
                            row.path("key").path("month").asText(),
                            row.path("key").path("family").asText(),
                            row.path("key").path("state").asText()),
                    row.path("after").path("revenue").asText(),
                    row.path("before").path("revenue").asText());
        }
        String problem = diff.path("state").asText().equals("done")
                ? judgement.without(hero.entry(), diff)
                : "it failed: " + diff.path("reason").asText();
        say("The ledger without it says %s.", problem.isEmpty() ? "the same" : "otherwise: " + problem);
        judgement.add(Check.of("report without one request as the ledger without it", problem.isEmpty(), problem));
    }

    private static String place(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("Location")
                .filter(location -> answer.statusCode() == 202)
                .map(location -> URI.create(location).getPath())
                .orElseThrow(() -> new StackException("The service does not take the what-if: " + answer.statusCode()
                        + " " + new String(answer.body(), StandardCharsets.UTF_8)));
    }

    private JsonNode ended(String place) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode state = api.get(place);
        while (state.path("state").asText().equals("running") && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(200);
            state = api.get(place);
        }
        return state;
    }

    private void say(String format, Object... values) {
        out.println("   " + String.format(Locale.ROOT, format, values));
    }
}
