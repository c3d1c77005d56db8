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
            List<List<String>> columns = new ArrayList<>();
            for (JsonNode node : graph) {
                nodes.add(List.of(
                        Cells.of(node.path("distance")), Cells.of(node.path("type")), Cells.of(node.path("id"))));
                JsonNode inputs = node.path("data").path("inputFields");
                inputs.forEach(input -> columns.add(column(Cells.of(node.path("id")), input)));
                if (inputs.isEmpty() && !Cells.of(node.path("id")).startsWith(COLUMN)) {
                    node.path("inEdges").forEach(edge -> edges.add(edge(edge)));
                }
            }
            table(
                    nodes.size() + (nodes.size() == 1 ? " node" : " nodes"),
                    List.of("away", "type", "node"),
                    nodes,
                    page);
            table("edges", List.of("from", "to", "effect", "evidence"), edges, page);
            table("columns", List.of("column", "is made from", "how", "evidence"), columns, page);
        });
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

    private static List<String> column(String id, JsonNode input) {
        String from = Cells.of(input.path("namespace")) + ":" + Cells.of(input.path("dataset"));
        String field = input.path("field").asText("");
        String how = Cells.of(input.path("transformationType")) + " " + Cells.of(input.path("transformationSubtype"))
                + (input.path("masking").asBoolean() ? " masked" : "");
        return List.of(
                id.startsWith(COLUMN) ? id.substring(COLUMN.length()) : id,
                field.isEmpty() ? from : from + ":" + field,
                how,
                Cells.of(input.path("evidence")));
    }
}
