package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a recomputed answer to "which requests made this row" with the ledger: its writes and, one by one, those that
 * are not in the row and took something out of it.
 */
public final class ExactComparison {
    private final ShopHistory history;
    private final CapturedEntries captured;

    public ExactComparison(ShopHistory history, CapturedEntries captured) {
        this.history = history;
        this.captured = captured;
    }

    /** One answer of {@code GET /api/v1/rows/traces?mode=recompute}; what is wrong with it, empty when nothing is. */
    public String problem(Provenance expected, JsonNode answer) {
        String problem = AnswerComparison.contributed(history, expected, answer);
        if (!problem.isEmpty()) {
            return problem;
        }
        JsonNode absence = answer.path("absence");
        if (!absence.path("exactness").asText().equals("exact")) {
            return "what is absent is " + absence.path("exactness").asText() + ", " + answer.path("reasons");
        }
        BitSet told = new BitSet();
        for (JsonNode ordinal : absence.path("transactions")) {
            Optional<Integer> entry = captured.entry(ordinal.asLong());
            if (entry.isEmpty()) {
                return "the absence names ordinal " + ordinal.asText() + ", which no captured change has";
            }
            told.set(entry.get());
        }
        if (!told.equals(expected.absenceOnly())) {
            return "the absence is entries " + told + ", must be " + expected.absenceOnly();
        }
        return traces(absence).equals(expected.absentTraces(history))
                ? ""
                : "the absence names other requests than entries " + told + " had";
    }

    private static Set<String> traces(JsonNode absence) {
        return new HashSet<>(absence.path("traces").findValuesAsText("traceId"));
    }
}
