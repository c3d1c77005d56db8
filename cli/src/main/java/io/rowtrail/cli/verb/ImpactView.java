package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** What is made from a node, as a flat list: of the impact call's own list, or of a graph walked downstream. */
final class ImpactView implements View {
    private final NodeName start;

    ImpactView(NodeName start) {
        this.start = start;
    }

    @Override
    public void lay(Members answer, Page page) {
        page.heading("made from " + start);
        answer.dropEmpty("frontier");
        GeneralLayout.fields(answer.singles(), page);
        answer.array("graph").ifPresent(graph -> {
            Map<String, Integer> away = reached(graph);
            List<List<String>> made = new ArrayList<>();
            for (JsonNode node : graph) {
                int steps = away.getOrDefault(Cells.of(node.path("id")), 0);
                if (steps > 0) {
                    made.add(List.of(String.valueOf(steps), Cells.of(node.path("type")), Cells.of(node.path("id"))));
                }
            }
            made.sort(Comparator.comparingInt(row -> Integer.parseInt(row.get(0))));
            if (made.isEmpty()) {
                page.line("  nothing is known to be made from it");
            } else {
                page.table(List.of("away", "type", "node"), made);
            }
        });
    }

    /** The nodes reached along the edges from where the graph starts, with their steps: it may hold the other way too. */
    private static Map<String, Integer> reached(JsonNode graph) {
        Map<String, JsonNode> byId = new HashMap<>();
        Map<String, Integer> away = new HashMap<>();
        Queue<String> next = new ArrayDeque<>();
        for (JsonNode node : graph) {
            String id = Cells.of(node.path("id"));
            byId.put(id, node);
            if (node.path("distance").asInt() == 0) {
                away.put(id, 0);
                next.add(id);
            }
        }
        while (!next.isEmpty()) {
            String id = next.remove();
            for (JsonNode edge : byId.getOrDefault(id, graph).path("outEdges")) {
                String to = Cells.of(edge.path("destination"));
                if (away.putIfAbsent(to, away.getOrDefault(id, 0) + 1) == null) {
                    next.add(to);
                }
            }
        }
        return away;
    }
}
