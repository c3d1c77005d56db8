package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
                    edges.addAll(into(id, node.path("inEdges")));
                }
            }
            table(
                    nodes.size() + (nodes.size() == 1 ? " node" : " nodes"),
                    List.of("away", "type", "node"),
                    nodes,
                    page);
            table("edges", List.of("a node <- what goes into it", "kind", "effect", "evidence"), edges, page);
            graph.forEach(node -> columns(node, page));
        });
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

    /** Two ids beside one another fill more than a line: what goes into a node stands below it. */
    private static List<List<String>> into(String id, JsonNode edges) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode edge : edges) {
            if (rows.isEmpty()) {
                rows.add(List.of(id, "", "", ""));
            }
            rows.add(List.of(
                    "  <- " + Cells.of(edge.path("origin")),
                    edge.path("kind").asText("").toLowerCase(Locale.ROOT),
                    Cells.of(edge.path("effect")),
                    Cells.of(edge.path("evidence"))));
        }
        return rows;
    }

    private static List<String> input(JsonNode input) {
        String from = Cells.of(input.path("namespace")) + ":" + Cells.of(input.path("dataset"));
        String field = input.path("field").asText("");
        String how = Cells.of(input.path("transformationType")) + " " + Cells.of(input.path("transformationSubtype"))
                + (input.path("masking").asBoolean() ? " masked" : "")
                + (input.path("current").asBoolean(true) ? "" : ", formerly");
        return List.of(field.isEmpty() ? from : from + ":" + field, how, Cells.of(input.path("evidence")));
    }
}
