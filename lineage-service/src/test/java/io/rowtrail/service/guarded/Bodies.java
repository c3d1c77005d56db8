package io.rowtrail.service.guarded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.service.Events;
import java.net.http.HttpResponse;

/** What is sent and what comes back, as JSON. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    /** A dataset or a job. */
    record Named(String namespace, String name) {}

    /** A run of a job which makes one dataset from another, with a secret in its facets. */
    static String run(String run, Named job, Named from, Named to, String secret) {
        ObjectNode event = (ObjectNode)
                read(Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", job.name(), from.name(), to.name()));
        put(event.at("/job"), job);
        put(event.at("/inputs/0"), from);
        put(event.at("/outputs/0"), to);
        put(event.at("/outputs/0/facets/columnLineage/fields/b/inputFields/0"), from);
        ((ObjectNode) event.at("/run"))
                .putObject("facets")
                .putObject("errorMessage")
                .put("_producer", "https://example.org")
                .put("_schemaURL", "https://openlineage.io/spec/facets/1-0-1/ErrorMessageRunFacet.json")
                .put("message", secret)
                .put("programmingLanguage", secret);
        return event.toString();
    }

    private static void put(JsonNode node, Named named) {
        ((ObjectNode) node).put("namespace", named.namespace());
    }

    /** A batch of one transaction that changed rows of one table. */
    static String changes(int incarnation, long counter, String trace, Named table, int rows) {
        return Events.changes(incarnation, counter, trace, rows)
                .replace("postgres://127.0.0.1:15432", table.namespace())
                .replace("shop.public.sale_line", table.name());
    }

    /** The body of an answer that must be a good one. */
    static JsonNode good(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return read(answer.body());
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
