package io.rowtrail.shop.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One virtual customer's connection to the shop. */
final class ShopClient {
    /** Who makes the trace id of a request. */
    enum TraceMaker {
        /** We send a {@code traceparent}. */
        CALLER,
        /** We send none; the shop makes it and tells it in its answer. */
        SHOP
    }

    /** What the shop answered; {@code trace} is the id of the request's trace, whoever made it. */
    record Answer(JsonNode body, String trace) {}

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI shop;

    ShopClient(HttpClient http, URI shop) {
        this.http = http;
        this.shop = shop;
    }

    Answer get(String path, TraceMaker maker) throws InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), maker);
    }

    Answer send(String method, String path, Object body, TraceMaker maker) throws InterruptedException {
        try {
            return send(method, path, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)), maker);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body, TraceMaker maker)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body);
        String sent = "";
        if (maker == TraceMaker.CALLER) {
            sent = hex(nonZero()) + hex(nonZero());
            request.header("traceparent", "00-" + sent + "-" + hex(nonZero()) + "-01");
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                throw new ReplayException(method + " " + path + " was answered " + response.statusCode() + ": "
                        + answer.path("detail").asText());
            }
            String trace = response.headers()
                    .firstValue("traceparent")
                    .map(header -> header.substring(3, 35))
                    .orElseThrow(() -> new ReplayException("the shop's answer tells no trace"));
            if (maker == TraceMaker.CALLER && !trace.equals(sent)) {
                throw new ReplayException("the shop did not take our trace " + sent + " over but made " + trace);
            }
            return new Answer(answer, trace);
        } catch (IOException e) {
            throw new ReplayException("no answer from the shop at " + shop + ": " + e, e);
        }
    }

    private static long nonZero() {
        long random = ThreadLocalRandom.current().nextLong();
        return random == 0 ? 1 : random;
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
