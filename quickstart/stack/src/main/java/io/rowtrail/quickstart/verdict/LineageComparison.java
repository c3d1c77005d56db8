package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;

/** Looks whether the graph knows the way from the shop's tables to a report, and the way of a number's columns. */
public final class LineageComparison {
    private final Tally tally = new Tally("datasets and columns on the way to gold.revenue that the graph knows");

    /** {@code answer} must hold a node of each of these ids. */
    public void nodes(JsonNode answer, List<String> ids) {
        TreeSet<String> there = new TreeSet<>();
        answer.path("graph").forEach(node -> there.add(node.path("id").asText()));
        for (String id : ids) {
            tally.note(there.contains(id) ? "" : id + " is not in the graph, which has " + there);
        }
    }

    public Check check() {
        return tally.check();
    }
}
