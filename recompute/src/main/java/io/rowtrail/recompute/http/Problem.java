package io.rowtrail.recompute.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * An RFC 9457 problem.
 *
 * @param pointer to the place in the question
 */
record Problem(int status, String title, String detail, Optional<String> pointer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void send(HttpExchange exchange) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        pointer.ifPresent(place ->
                json.putArray("errors").addObject().put("pointer", place).put("detail", detail));
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
