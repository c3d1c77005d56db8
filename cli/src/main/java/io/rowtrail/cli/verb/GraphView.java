package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;

/** Marquez's graph as its nodes and, below them, its edges. */
final class GraphView implements View {
    private final NodeName start;

    GraphView(NodeName start) {
        this.start = start;
    }

    @Override
    public void lay(Members answer, Page page) {
        page.heading("lineage of " + start);
        GeneralLayout.fields(answer.singles(), page);
        answer.array("graph").ifPresent(graph -> {
            List<List<String>> nodes = new ArrayList<>();
            List<List<String>> edges = new ArrayList<>();
            for (JsonNode node : graph) {
                JsonNode in = node.path("inEdges");
                JsonNode out = node.path("outEdges");
                nodes.add(List.of(
                        Cells.of(node.path("type")),
                        Cells.of(node.path("id")),
                        String.valueOf(in.size()),
                        String.valueOf(out.size())));
                out.forEach(edge -> edges.add(edge(edge)));
            }
            page.table(List.of("type", "node", "in", "out"), nodes);
            if (!edges.isEmpty()) {
                page.heading(edges.size() + (edges.size() == 1 ? " edge" : " edges"));
                page.table(List.of("from", "to", "evidence"), edges);
            }
        });
    }

    private static List<String> edge(JsonNode edge) {
        return List.of(
                Cells.of(edge.path("origin")), Cells.of(edge.path("destination")), Cells.of(edge.path("evidence")));
    }
}
