package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.quickstart.verdict.SalesOracle.RevenueKey;
import io.rowtrail.quickstart.verdict.SalesOracle.Totals;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Compares the diff of a what-if of {@code gold.revenue} with what the ledger says without the request. */
public final class WhatifComparison {
    private final Map<RevenueKey, Totals> with;
    private final Map<RevenueKey, Totals> without;

    public WhatifComparison(SalesOracle with, SalesOracle without) {
        this.with = with.revenue();
        this.without = without.revenue();
    }

    /** What is wrong with the diff, empty when nothing is. */
    public String problem(JsonNode diff) {
        if (!diff.path("exactness").asText().equals("exact")) {
            return "the diff is " + diff.path("exactness").asText() + ", " + diff.path("reasons");
        }
        Map<RevenueKey, String> expected = expected();
        Map<RevenueKey, String> told = new HashMap<>();
        for (JsonNode row : diff.path("changed")) {
            told.put(key(row), words(row.path("before")) + " to " + words(row.path("after")));
        }
        for (JsonNode row : diff.path("removed")) {
            told.put(key(row), words(row.path("values")) + " to nothing");
        }
        for (JsonNode row : diff.path("added")) {
            told.put(key(row), "nothing to " + words(row.path("values")));
        }
        return told.equals(expected) ? "" : "the diff is " + told + ", must be " + expected;
    }

    /** Cell to how it changes, of the cells that do. */
    private Map<RevenueKey, String> expected() {
        Map<RevenueKey, String> changes = new HashMap<>();
        with.forEach((key, totals) -> {
            String before = words(totals);
            String after = without.containsKey(key) ? words(Objects.requireNonNull(without.get(key))) : "nothing";
            if (!before.equals(after)) {
                changes.put(key, before + " to " + after);
            }
        });
        without.forEach((key, totals) -> {
            if (!with.containsKey(key)) {
                changes.put(key, "nothing to " + words(totals));
            }
        });
        return changes;
    }

    private static RevenueKey key(JsonNode row) {
        JsonNode key = row.path("key");
        return new RevenueKey(
                key.path("month").asText().substring(0, "yyyy-MM".length()),
                key.path("family").asText(),
                key.path("state").asText());
    }

    private static String words(Totals totals) {
        return Values.plain(totals.revenue().toPlainString()) + " of "
                + Values.plain(totals.units().toPlainString());
    }

    private static String words(JsonNode values) {
        return Values.plain(values.path("revenue").asText()) + " of "
                + Values.plain(values.path("units").asText());
    }
}
