package io.rowtrail.spark.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code POST <url>/api/v1/ordinals/traces}. */
final class TraceClient {
    /** The most ordinals the service takes at once. */
    static final int MOST = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final @Nullable String apiKey;
    private final Duration timeout;
    private final HttpClient client;

    TraceClient(URI url, @Nullable String apiKey, Duration timeout) {
        this.endpoint = URI.create(url.toString().replaceAll("/+$", "") + "/api/v1/ordinals/traces");
        this.apiKey = apiKey;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /**
     * The traces of those ordinals that have any.
     *
     * @throws IOException when the service does not answer in time, or refuses
     */
    Map<Long, List<String>> ask(long[] ordinals) throws IOException, InterruptedException {
        String body = Arrays.stream(ordinals)
                .mapToObj(ordinal -> "\"" + ordinal + "\"")
                .collect(Collectors.joining(",", "{\"ordinals\":[", "]}"));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("the service answers " + answer.statusCode());
        }
        JsonNode told = JSON.readTree(answer.body()).get("traces");
        if (told == null || !told.isObject()) {
            throw new IOException("the service's answer has no traces");
        }
        Map<Long, List<String>> traces = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : told.properties()) {
            List<String> ids = new ArrayList<>();
            each.getValue().forEach(id -> ids.add(id.asText()));
            traces.put(Long.parseLong(each.getKey()), List.copyOf(ids));
        }
        return traces;
    }
}
