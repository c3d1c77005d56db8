package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;

/** Marquez's graph as its nodes by distance and, below them, its edges; of columns also how each goes into the next. */
final class GraphView implements View {
    private static final String COLUMN = "datasetField:";

    private final NodeName start;

    GraphView(NodeName start) {
        this.start = start;
    }

    @Override
    public void lay(Members answer, Page page) {
        page.heading("lineage of " + start);
        answer.dropEmpty("frontier");
        GeneralLayout.fields(answer.singles(), page);
        answer.array("graph").ifPresent(graph -> {
            List<List<String>> nodes = new ArrayList<>();
            List<List<String>> edges = new ArrayList<>();
            for (JsonNode node : graph) {
                String id = Cells.of(node.path("id"));
                nodes.add(List.of(Cells.of(node.path("distance")), Cells.of(node.path("type")), id));
                if (!id.startsWith(COLUMN) && inputs(node).isEmpty()) {
                    node.path("inEdges").forEach(edge -> edges.add(edge(edge)));
                }
            }
            table(
                    nodes.size() + (nodes.size() == 1 ? " node" : " nodes"),
                    List.of("away", "type", "node"),
                    nodes,
                    page);
            edges(edges, page);
            graph.forEach(node -> columns(node, page));
        });
    }

    /** Where every edge has the same effect, it is said once: ids are long and lines are not. */
    private static void edges(List<List<String>> edges, Page page) {
        List<String> effects =
                edges.stream().map(edge -> edge.get(2)).distinct().toList();
        if (edges.size() < 2 || effects.size() > 1) {
            table("edges", List.of("from", "to", "effect", "evidence"), edges, page);
            return;
        }
        table(
                "edges, all " + effects.get(0),
                List.of("from", "to", "evidence"),
                edges.stream()
                        .map(edge -> List.of(edge.get(0), edge.get(1), edge.get(3)))
                        .toList(),
                page);
    }

    private static JsonNode inputs(JsonNode node) {
        return node.path("data").path("inputFields");
    }

    private static void columns(JsonNode node, Page page) {
        List<List<String>> rows = new ArrayList<>();
        inputs(node).forEach(input -> rows.add(input(input)));
        String id = Cells.of(node.path("id"));
        String column = id.startsWith(COLUMN) ? id.substring(COLUMN.length()) : id;
        table(column, List.of("is made from", "how", "evidence"), rows, page);
    }

    private static void table(String heading, List<String> headings, List<List<String>> rows, Page page) {
        if (!rows.isEmpty()) {
            page.heading(heading);
            page.table(headings, rows);
        }
    }

    private static List<String> edge(JsonNode edge) {
        return List.of(
                Cells.of(edge.path("origin")),
                Cells.of(edge.path("destination")),
                Cells.of(edge.path("effect")),
                Cells.of(edge.path("evidence")));
    }

    private static List<String> input(JsonNode input) {
        String from = Cells.of(input.path("namespace")) + ":" + Cells.of(input.path("dataset"));
        String field = input.path("field").asText("");
        String how = Cells.of(input.path("transformationType")) + " " + Cells.of(input.path("transformationSubtype"))
                + (input.path("masking").asBoolean() ? " masked" : "");
        return List.of(field.isEmpty() ? from : from + ":" + field, how, Cells.of(input.path("evidence")));
    }
}
