package io.rowtrail.spark.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** {@code POST <url>/api/v1/lineage}, gzip. */
final class HttpTransport implements Transport {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final URI endpoint;
    private final Optional<String> apiKey;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    HttpTransport(URI url, Optional<String> apiKey) {
        this.endpoint = URI.create(url.toString().replaceAll("/+$", "") + "/api/v1/lineage");
        this.apiKey = apiKey;
    }

    @Override
    public Answer post(String event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(event)));
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 == 2) {
                return Answer.ACCEPTED;
            }
            // Credentials can be mended; a body cannot.
            boolean refused = status == 400 || status == 409 || status == 413 || status == 415 || status == 422;
            return refused ? Answer.REFUSED : Answer.UNAVAILABLE;
        } catch (IOException e) {
            return Answer.UNAVAILABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.UNAVAILABLE;
        }
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
