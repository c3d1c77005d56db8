package io.rowtrail.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Speaks the recompute worker's protocol and answers what a test tells it to. */
public final class FakeWorker implements AutoCloseable {
    public static final String TOKEN = "token-of-the-worker";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Function<JsonNode, Reply>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

    private FakeWorker(HttpServer server) {
        this.server = server;
    }

    /** A status and a body. */
    public record Reply(int status, String body) {
        public static Reply of(String body) {
            return new Reply(200, body.replace('\'', '"'));
        }

        public static Reply problem(int status, String detail) {
            return new Reply(
                    status,
                    "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":" + status + ",\"detail\":\"" + detail
                            + "\"}");
        }
    }

    public static FakeWorker start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeWorker worker = new FakeWorker(server);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "fake-worker");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/v1/", worker::answer);
            server.start();
            return worker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on this is the answer to questions such as {@code recompute}. */
    public void answer(String question, Function<JsonNode, Reply> by) {
        answers.put(question, by);
    }

    /** The questions put so far about a run. */
    public List<JsonNode> askedAbout(String run) {
        return asked.stream()
                .filter(question -> question.path("run").asText().equals(run))
                .toList();
    }

    /** A tag set as the worker tells it. */
    public static String set(TagSet tags) {
        return Base64.getEncoder().encodeToString(tags.encode());
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody());
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Reply reply = known ? reply(exchange, question) : Reply.problem(401, "who are you");
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        if (reply.status() == 503) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply reply(HttpExchange exchange, JsonNode question) {
        asked.add(question);
        String path = exchange.getRequestURI().getPath();
        return answers.getOrDefault(path.substring("/v1/".length()), any -> Reply.problem(503, "starting"))
                .apply(question);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
