package io.rowtrail.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request to the API.
 *
 * @param method the HTTP method
 * @param template the path with {@code {}} for each segment filled in, as the service's OpenAPI document would name it
 * @param path the path with its segments filled in and percent-encoded
 * @param query the encoded query without its question mark, empty for none
 * @param body the JSON to send
 */
public record Call(String method, String template, String path, String query, Optional<JsonNode> body) {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** A GET of a path template, its {@code {}} filled with the segments in order. */
    public static Call get(String template, String... segments) {
        return of("GET", template, segments);
    }

    /** A POST without a body. */
    public static Call post(String template) {
        return of("POST", template);
    }

    /** A PUT without a body. */
    public static Call put(String template, String... segments) {
        return of("PUT", template, segments);
    }

    private static Call of(String method, String template, String... segments) {
        List<String> parts = List.of(template.split("\\{}", -1));
        if (parts.size() != segments.length + 1) {
            throw new IllegalArgumentException("segments do not fit " + template);
        }
        StringBuilder path = new StringBuilder(parts.get(0));
        for (int i = 0; i < segments.length; i++) {
            path.append(encode(segments[i])).append(parts.get(i + 1));
        }
        return new Call(method, template, path.toString(), "", Optional.empty());
    }

    /** This call with one more query parameter. */
    public Call with(String name, String value) {
        List<String> pairs = new ArrayList<>();
        if (!query.isEmpty()) {
            pairs.add(query);
        }
        pairs.add(encode(name) + "=" + encode(value));
        return new Call(method, template, path, String.join("&", pairs), body);
    }

    /** This call with one more query parameter if there is a value. */
    public Call with(String name, Optional<String> value) {
        return value.map(v -> with(name, v)).orElse(this);
    }

    /** This call with a body. */
    public Call sending(JsonNode json) {
        return new Call(method, template, path, query, Optional.of(json));
    }

    String pathAndQuery() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** RFC 3986: everything but the unreserved characters is encoded, so that an id can hold any of them. */
    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
