package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.facts.RunId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The recorded plan of a run, with those of the runs that made its inputs.
 *
 * @param facets by run, the run's own among them; as they were recorded
 * @param hidden how many plans on the way the asker may not know of
 */
public record RunPlan(RunId run, Map<String, JsonNode> facets, int hidden) {
    public RunPlan {
        facets = Map.copyOf(facets);
    }

    /** What the run did to its output: {@code create}, {@code overwrite}, {@code append} or {@code change}. */
    public Operation operation() {
        return switch (own().path("operation").asText()) {
            case "append" -> Operation.APPEND;
            case "change" -> Operation.CHANGE;
            default -> Operation.WHOLE;
        };
    }

    /** How the rows a plan makes relate to those of its output. */
    public enum Operation {
        /** They are all of them. */
        WHOLE,
        /** There are others from before. */
        APPEND,
        /** They changed others. */
        CHANGE
    }

    /** The smallest change ordinal up to which what it read was complete; empty when none is told. */
    public OptionalLong through() {
        return facets.values().stream()
                .flatMap(facet -> facet.path("inputs").findValuesAsText("through").stream())
                .filter(text -> text.matches("[0-9]{1,19}"))
                .mapToLong(Long::parseLong)
                .min();
    }

    private JsonNode own() {
        return facets.getOrDefault(run.uuid(), JsonNodeFactory.instance.objectNode());
    }

    /** The beginning of a question to the worker. */
    ObjectNode question() {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("run", run.uuid());
        ObjectNode plans = question.putObject("plans");
        new TreeMap<>(facets).forEach(plans::set);
        return question;
    }
}
