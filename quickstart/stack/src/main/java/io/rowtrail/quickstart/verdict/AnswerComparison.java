package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Compares the service's answers to "which requests made this row" with the ledger. */
public final class AnswerComparison {
    private final ShopHistory history;
    private final CapturedEntries captured;
    private final Tally tally = new Tally("report rows whose requests the service names exactly");

    public AnswerComparison(ShopHistory history, CapturedEntries captured) {
        this.history = history;
        this.captured = captured;
    }

    /** One answer of {@code GET /api/v1/rows/traces}. */
    public void row(String place, Provenance expected, JsonNode answer) {
        String problem = problem(expected, answer);
        tally.note(problem.isEmpty() ? "" : place + ": " + problem);
    }

    public Check check() {
        return tally.check();
    }

    private String problem(Provenance expected, JsonNode answer) {
        if (!answer.path("exactness").asText().equals("exact")) {
            return "the set is " + answer.path("exactness").asText() + ", " + answer.path("caveats");
        }
        String problem = contributed(history, expected, answer);
        if (!problem.isEmpty()) {
            return problem;
        }
        boolean closed = answer.path("closed").asBoolean();
        if (!expected.absence().isEmpty() && closed) {
            return "is closed, although entries " + expected.absence() + " took something out of it";
        }
        return closed
                ? ""
                : AbsenceRange.from(answer.path("absence"))
                        .map(range -> range.lacks(expected.absence(), captured))
                        .orElse("is open, and what is absent is not told");
    }

    /** What is wrong with the requests and writes that are said to be in a row; empty when nothing is. */
    static String contributed(ShopHistory history, Provenance expected, JsonNode answer) {
        Map<String, Integer> traces = new TreeMap<>();
        int listed = 0;
        for (JsonNode trace : answer.path("traces")) {
            traces.put(
                    trace.path("traceId").asText(), trace.path("transactions").size());
            listed += trace.path("transactions").size();
        }
        Map<String, Integer> wanted = expected.traces(history);
        if (!traces.equals(wanted)) {
            return "names " + traces.size() + " requests, must name " + wanted.size() + difference(wanted, traces);
        }
        int none = answer.path("untagged").path("none").asInt();
        if (none != expected.untraced(history)) {
            return "counts " + none + " writes without a request, must count " + expected.untraced(history);
        }
        int snapshot = answer.path("untagged").path("snapshot").asInt();
        if ((snapshot > 0) != expected.loaded()) {
            return "counts " + snapshot + " transactions of the snapshot";
        }
        if (answer.path("count").asLong() != listed + none + snapshot) {
            return "counts " + answer.path("count").asText() + " transactions, lists " + (listed + none + snapshot);
        }
        return "";
    }

    private static String difference(Map<String, Integer> wanted, Map<String, Integer> named) {
        return wanted.keySet().stream()
                        .filter(trace -> !named.containsKey(trace))
                        .findFirst()
                        .map(trace -> "; lacks " + trace)
                        .orElse("")
                + named.keySet().stream()
                        .filter(trace -> !wanted.containsKey(trace))
                        .findFirst()
                        .map(trace -> "; " + trace + " is too many")
                        .orElse("");
    }
}
