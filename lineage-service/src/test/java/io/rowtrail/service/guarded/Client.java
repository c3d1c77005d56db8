package io.rowtrail.service.guarded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Somebody who calls the service with a credential; an empty one is none. */
record Client(URI service, String credential) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HttpResponse<String> send(String method, String address, String body) {
        return send(method, address, body, "*/*");
    }

    private HttpResponse<String> send(String method, String address, String body, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(address))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", accept)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!credential.isEmpty()) {
            request.header("Authorization", "Bearer " + credential);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String address) {
        return send("GET", address, "");
    }

    HttpResponse<String> get(String address, String accept) {
        return send("GET", address, "", accept);
    }

    HttpResponse<String> post(String address, String body) {
        return send("POST", address, body);
    }
}
