package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.text.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What two runs did differently: {@code -} is only the first's, {@code +} only the second's. */
final class DiffView implements View {
    private static final List<String> RUN = List.of("id", "state", "startedAt", "codeVersion");

    private final NodeName node;

    DiffView(NodeName node) {
        this.node = node;
    }

    @Override
    public void lay(Members answer, Page page) {
        page.heading("changes of " + node);
        GeneralLayout.fields(answer.singles(), page);
        runs(answer, page);
        answer.object("inputs").ifPresent(inputs -> inputs(inputs, page));
        answer.array("datasets").ifPresent(datasets -> datasets.forEach(dataset -> dataset(dataset, page)));
    }

    private static void runs(Members answer, Page page) {
        Optional<ObjectNode> from = answer.object("from");
        Optional<ObjectNode> to = answer.object("to");
        List<List<String>> rows = Stream.concat(
                        from.stream().map(run -> run("from", run)), to.stream().map(run -> run("to", run)))
                .toList();
        if (!rows.isEmpty()) {
            List<String> jobs = Stream.concat(from.stream(), to.stream())
                    .filter(run -> run.has("job"))
                    .map(run -> Cells.of(run.path("job")))
                    .distinct()
                    .toList();
            page.heading(jobs.isEmpty() ? "times" : "runs of " + String.join(" and ", jobs));
            page.table(List.of("", "run", "state", "started at", "code version"), rows);
        }
    }

    private static List<String> run(String side, JsonNode run) {
        if (run.has("asOf")) {
            return List.of(side, "as of", "", Cells.of(run.path("asOf")), "");
        }
        return Stream.concat(Stream.of(side), RUN.stream().map(name -> Cells.of(run.path(name))))
                .toList();
    }

    private static void inputs(JsonNode inputs, Page page) {
        List<List<String>> rows = signed(inputs, input -> List.of(Cells.of(input)));
        if (!rows.isEmpty()) {
            page.heading("inputs");
            page.table(List.of("", "dataset"), rows);
        }
    }

    private static void dataset(JsonNode dataset, Page page) {
        String id = Cells.of(dataset.path("nodeId"));
        page.heading(id);
        page.field("rows", Cells.of(dataset.path("rowsFrom")) + " -> " + Cells.of(dataset.path("rowsTo")));
        page.field("column edges", Cells.of(dataset.path("unchangedColumnEdges")) + " unchanged");
        List<List<String>> ends = signed(
                dataset.path("edges"),
                edge -> List.of(Cells.of(edge.path("origin")), Cells.of(edge.path("destination"))));
        if (!ends.isEmpty()) {
            page.table(List.of("", "from", "to"), ends);
        }
        JsonNode code = dataset.path("codeVersion");
        if (!code.path("from").equals(code.path("to"))) {
            page.field("code", Cells.of(code.path("from")) + " -> " + Cells.of(code.path("to")));
        }
        String column = id.replaceFirst("^dataset:", "datasetField:") + ":";
        List<List<String>> edges = signed(
                dataset.path("columnEdges"),
                edge -> List.of(
                        cut(Cells.of(edge.path("to")), column),
                        cut(Cells.of(edge.path("from")), "datasetField:"),
                        kind(edge)));
        if (!edges.isEmpty()) {
            page.table(List.of("", "column", "is made from", "how"), edges);
        }
        List<List<String>> fields = signed(
                dataset.path("schema"), field -> List.of(Cells.of(field.path("name")), Cells.of(field.path("type"))));
        if (!fields.isEmpty()) {
            page.heading("schema of " + id);
            page.table(List.of("", "column", "type"), fields);
        }
    }

    private static String kind(JsonNode edge) {
        List<String> words = new ArrayList<>();
        for (String name : List.of("type", "subtype", "description")) {
            if (!edge.path(name).asText("").isEmpty()) {
                words.add(edge.path(name).asText());
            }
        }
        if (edge.path("masking").asBoolean()) {
            words.add("masked");
        }
        return String.join(" ", words);
    }

    private static String cut(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    /** The rows of what was removed and of what was added, each with its sign before it. */
    private static List<List<String>> signed(JsonNode changed, Function<JsonNode, List<String>> cells) {
        List<List<String>> rows = new ArrayList<>();
        for (String side : List.of("removed", "added")) {
            for (JsonNode item : changed.path(side)) {
                List<String> row = new ArrayList<>(List.of(side.equals("removed") ? "-" : "+"));
                row.addAll(cells.apply(item));
                rows.add(row);
            }
        }
        return rows;
    }
}
