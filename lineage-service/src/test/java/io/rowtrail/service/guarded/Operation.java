package io.rowtrail.service.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call as the served OpenAPI document tells it.
 *
 * @param roles of which one is needed
 * @param parameters of the query
 * @param types of media it answers with
 * @param statuses it answers with
 */
record Operation(
        String method,
        String path,
        Set<String> roles,
        Set<String> parameters,
        Set<String> types,
        Set<String> statuses) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    String name() {
        return method + " " + path;
    }

    /** All there are, as the service says itself. */
    static List<Operation> served(URI home) {
        JsonNode document;
        try {
            document = new ObjectMapper()
                    .readTree(new Client(home, "").get("/q/openapi?format=json").body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(of(method.getKey(), path.getKey(), method.getValue()));
                }
            }
        }
        return operations;
    }

    private static Operation of(String method, String path, JsonNode told) {
        Set<String> roles = new TreeSet<>();
        told.path("security").forEach(scheme -> scheme.path("bearer").forEach(role -> roles.add(role.asText())));
        Set<String> parameters = new TreeSet<>();
        for (JsonNode parameter : told.path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                parameters.add(parameter.path("name").asText());
            }
        }
        Set<String> types = new TreeSet<>();
        told.path("responses").path("200").path("content").fieldNames().forEachRemaining(types::add);
        Set<String> statuses = new TreeSet<>();
        told.path("responses").fieldNames().forEachRemaining(statuses::add);
        return new Operation(method.toUpperCase(Locale.ROOT), path, roles, parameters, types, statuses);
    }
}
