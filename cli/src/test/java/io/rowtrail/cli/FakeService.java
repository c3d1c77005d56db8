package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** An HTTP server on a free loopback port that gives prepared answers and remembers what it was asked. */
final class FakeService implements AutoCloseable {
    /** What was asked: the method, the path and query as sent, the bearer header or "", the body. */
    record Asked(String method, String target, String authorization, String body) {}

    private record Prepared(int status, String type, String body, Charset charset, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Queue<Prepared>> answers = Collections.synchronizedMap(new HashMap<>());
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    FakeService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a path with JSON; several answers for one path are given in turn, the last for ever. */
    FakeService json(String path, String body) {
        return prepare(path, 200, "application/json", body, Map.of());
    }

    FakeService problem(String path, int status, String body) {
        return prepare(path, status, "application/problem+json", body, Map.of());
    }

    FakeService prepare(String path, int status, String type, String body, Map<String, String> headers) {
        answers.computeIfAbsent(path, p -> new ArrayDeque<>())
                .add(new Prepared(status, type, body, StandardCharsets.UTF_8, headers));
        return this;
    }

    /** Answers a path with a file's bytes. */
    FakeService file(String path, String type, Path file) throws IOException {
        String body = Files.readString(file, StandardCharsets.ISO_8859_1);
        answers.computeIfAbsent(path, p -> new ArrayDeque<>())
                .add(new Prepared(200, type, body, StandardCharsets.ISO_8859_1, Map.of()));
        return this;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The last question was this one. */
    void assertAsked(String method, String target) {
        assertThat(asked()).last().satisfies(last -> {
            assertThat(last.method()).isEqualTo(method);
            assertThat(last.target()).isEqualTo(target);
        });
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                authorization == null ? "" : authorization,
                body));
        Prepared prepared = next(exchange.getRequestURI().getRawPath());
        exchange.getResponseHeaders().set("Content-Type", prepared.type());
        prepared.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = prepared.body().getBytes(prepared.charset());
        exchange.sendResponseHeaders(prepared.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Prepared next(String path) {
        Queue<Prepared> queue = answers.getOrDefault(path, new ArrayDeque<>());
        if (queue.isEmpty()) {
            return new Prepared(
                    404,
                    "application/problem+json",
                    "{\"title\":\"Not found\",\"status\":404,\"detail\":\"there is nothing at this address\"}",
                    StandardCharsets.UTF_8,
                    Map.of());
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
