package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The service's public API, as any client would call it. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public Api(URI address) {
        this.address = address;
    }

    /** The whole address of a call, to be copied. */
    public String url(String path) {
        return address + path;
    }

    /** A GET's answer. @throws StackException for anything but 200 */
    public JsonNode get(String path) {
        try {
            return JSON.readTree(
                    send(HttpRequest.newBuilder(URI.create(url(path))).GET(), path));
        } catch (IOException e) {
            throw new StackException("The answer of " + url(path) + " is no JSON.", e);
        }
    }

    public byte[] bytes(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).GET(), path);
    }

    public void put(String path, String json) {
        send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json)),
                path);
    }

    /** A POST's status, headers and body, whatever they are. */
    public HttpResponse<byte[]> post(String path, String json) {
        return exchange(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                path);
    }

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] send(HttpRequest.Builder request, String path) {
        HttpResponse<byte[]> response = exchange(request, path);
        if (response.statusCode() / 100 != 2) {
            throw new StackException(url(path) + " answers " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request, String path) {
        try {
            return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new StackException(url(path) + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
