package io.rowtrail.spark.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.spark.SparkLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * OpenLineage's extracted cases: SQL over tables, and the column edges it expects. Its agent has a second mode that repeats what
 * decides on rows at each column; those cases are compared with our edges united the same way.
 */
class LineageGoldensIT {
    private static final Pattern KIND = Pattern.compile("TransformationInfo\\.\\s*(\\w+)\\(\\s*(\\w*)");
    /** Cases that say nothing a fold could be compared with, or that we answer otherwise on purpose. */
    private static final Map<String, String> KNOWN = Map.of();

    private static SparkLake lake;

    @BeforeAll
    static void start() {
        lake = SparkLake.withPlugin(Map.of("spark.rowtrail.tags.mode", "off"));
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void findsTheEdgesThatOpenLineageFinds() throws IOException {
        Path file = fixture();
        Assumptions.assumeTrue(file != null, "no ../shared/fixtures: the golden cases are not here");
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        int silent = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode golden = new ObjectMapper().readTree(line);
            boolean comparable = golden.get("tables").size() > 0
                    && golden.get("query").size() > 0
                    && golden.get("expected_columns").size()
                                    + golden.get("expected_dataset_indirect").size()
                            > 0;
            if (!comparable) {
                silent++;
                continue;
            }
            compared++;
            String difference = compare(golden);
            String name = name(golden);
            if (!difference.isEmpty() && !KNOWN.containsKey(name)) {
                wrong.add(name + ": " + difference);
            }
        }
        System.out.println("lineage goldens: " + compared + " compared, " + (compared - wrong.size()) + " equal, "
                + silent + " without tables, query or edges");
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(20);
    }

    private static String name(JsonNode golden) {
        String path = golden.get("path").asText();
        return path.substring(path.lastIndexOf('/') + 1).replace(".java", "") + "."
                + golden.get("test").asText();
    }

    private static String compare(JsonNode golden) {
        String query = golden.get("query").get(0).get("sql").asText();
        for (JsonNode table : golden.get("tables")) {
            String name = table.get(0).asText();
            if (name.isEmpty()) {
                continue;
            }
            List<String> columns = new ArrayList<>();
            for (int i = 1; i < table.size(); i++) {
                columns.add(table.get(i).asText().replace(';', ' '));
            }
            lake.sql("DROP TABLE IF EXISTS lake.g." + name);
            lake.sql("CREATE TABLE lake.g." + name + " (" + String.join(", ", columns) + ")");
        }
        lake.sql("USE lake.g");
        String stripped = query.trim().replaceAll(";$", "");
        ColumnLineage lineage = LineageFold.of(lake.session().sql(stripped).queryExecution()
                .analyzed());
        boolean fieldsOnly = name(golden).contains("OnlyFieldDependencies");
        boolean typed = name(golden).contains("TransformationTypes");
        TreeSet<String> expected = new TreeSet<>();
        for (JsonNode edge : golden.get("expected_columns")) {
            expected.add(edge.get("output_column").asText() + " <- " + input(edge, typed));
        }
        TreeSet<String> expectedContext = new TreeSet<>();
        golden.get("expected_dataset_indirect").forEach(edge -> expectedContext.add(input(edge, true)));
        TreeSet<String> actual = new TreeSet<>();
        TreeSet<String> context = new TreeSet<>();
        lineage.context().forEach(origin -> context.add(text(origin, true)));
        lineage.fields().forEach((column, origins) -> {
            origins.forEach(origin -> actual.add(column + " <- " + text(origin, typed)));
            if (fieldsOnly) {
                context.forEach(origin -> actual.add(column + " <- " + origin));
            }
        });
        String difference = "";
        if (fieldsOnly || !typed) {
            // The extract lists only some of these edges.
            TreeSet<String> missing = new TreeSet<>(expected);
            missing.removeAll(actual);
            if (!typed) {
                missing.removeIf(edge -> context.stream()
                        .anyMatch(c -> edge.substring(edge.indexOf("<- ") + 3).equals(c.substring(0, c.indexOf(' ')))));
            }
            difference += missing.isEmpty() ? "" : " missing " + missing;
        } else {
            difference += expected.equals(actual) ? "" : " columns " + actual + " expected " + expected;
            difference += expectedContext.equals(context) ? "" : " context " + context + " expected " + expectedContext;
        }
        return difference;
    }

    private static String input(JsonNode edge, boolean typed) {
        String table = edge.get("dataset").asText().replace("_EXPECTED_NAME", "").toLowerCase(java.util.Locale.ROOT);
        String column = table + "." + edge.get("input_column").asText();
        JsonNode transformation = edge.get("transformation");
        if (!typed || transformation == null) {
            return column;
        }
        Matcher matcher = KIND.matcher(transformation.asText());
        assertThat(matcher.find()).as(transformation.asText()).isTrue();
        String kind = matcher.group(1).equals("indirect") ? matcher.group(2) : matcher.group(1);
        return column + " " + kind.toUpperCase(java.util.Locale.ROOT);
    }

    private static String text(Origin origin, boolean typed) {
        String column = origin.dataset().name().replace("g.", "") + "." + origin.column();
        return typed ? column + " " + origin.step().subtype() : column;
    }

    private static Path fixture() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path file = folder.resolve("shared/fixtures/lineage-goldens/openlineage-spark.jsonl");
            if (Files.exists(file)) {
                return file;
            }
            folder = folder.getParent();
        }
        return null;
    }

}
