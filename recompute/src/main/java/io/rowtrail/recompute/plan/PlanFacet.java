package io.rowtrail.recompute.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.spark.record.ResultSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The facet {@code rowtrail_plan} of a run.
 *
 * @param sql canonical SQL
 * @param columns what the query calls its columns, in order
 * @param spark the version of Spark that ran it
 * @param settings those that change what a query yields
 */
public record PlanFacet(
        String sql,
        List<String> columns,
        String spark,
        Map<String, String> settings,
        List<Input> inputs,
        List<String> nondeterministic) {
    private static final int MOST_TEXT = 256 * 1024;

    public PlanFacet {
        columns = List.copyOf(columns);
        settings = Map.copyOf(settings);
        inputs = List.copyOf(inputs);
        nondeterministic = List.copyOf(nondeterministic);
    }

    /**
     * A table that the text reads.
     *
     * @param run the run that wrote the snapshot
     * @param whole whether that run's query yielded all rows of the snapshot
     */
    public record Input(String relation, Optional<String> snapshot, Optional<String> run, boolean whole) {}

    /**
     * Reads a facet.
     *
     * @throws FacetException if it holds no plan, or one that is not as it was written
     */
    public static PlanFacet from(JsonNode facet) {
        if (facet.hasNonNull("reason")) {
            throw new FacetException(
                    "the run's plan is not recorded: " + facet.path("reason").asText());
        }
        String sql = facet.path("sql").asText();
        if (sql.isEmpty() || sql.length() > MOST_TEXT) {
            throw new FacetException("the run's plan is not recorded");
        }
        if (facet.has("length") && facet.path("length").asLong() != sql.length()) {
            throw new FacetException("the recorded plan was masked after it was written");
        }
        Map<String, String> settings = new TreeMap<>();
        facet.path("settings").properties().forEach(setting -> {
            if (!ResultSettings.mayBeSet(setting.getKey())) {
                throw new FacetException("the recorded plan asks for a setting that it may not set");
            }
            settings.put(setting.getKey(), setting.getValue().asText());
        });
        List<Input> inputs = new ArrayList<>();
        facet.path("inputs")
                .forEach(input -> inputs.add(new Input(
                        input.path("relation").asText(),
                        text(input, "snapshotId"),
                        text(input, "run"),
                        input.path("whole").asBoolean())));
        return new PlanFacet(
                sql,
                strings(facet.path("columns")),
                facet.path("spark").asText(),
                settings,
                inputs,
                strings(facet.path("nondeterministic")));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
