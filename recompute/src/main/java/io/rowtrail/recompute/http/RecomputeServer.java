package io.rowtrail.recompute.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rowtrail.recompute.ask.BadQuestionException;
import io.rowtrail.recompute.ask.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /health} and {@code POST /v1/…}, JSON both ways; mistakes and overload as problem+json. */
public final class RecomputeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecomputeServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 16 << 20;
    private static final int CALLS = 16;
    private static final int RETRY_SECONDS = 5;

    private final HttpServer server;
    private final ThreadPoolExecutor calls;
    private final Optional<String> token;
    private final Semaphore free;
    private final Running running;
    private final Answers answers;

    private RecomputeServer(HttpServer server, Settings settings, Running running, Answers answers) {
        this.server = server;
        this.calls = new ThreadPoolExecutor(
                CALLS, CALLS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(CALLS), named("rowtrail-call"));
        this.token = settings.token();
        this.free = new Semaphore(settings.parallel());
        this.running = running;
        this.answers = answers;
    }

    /**
     * How the server listens.
     *
     * @param token every call must bring it, when there is one
     * @param parallel questions at a time; more are told to come again
     * @param patience after it a question is given up
     */
    public record Settings(InetSocketAddress address, Optional<String> token, int parallel, Duration patience) {}

    /**
     * Starts to answer.
     *
     * @param questions what is asked at which path below {@code /v1/}
     * @param jobs cancels what a question runs
     */
    public static RecomputeServer start(
            Settings settings, Map<String, Function<Question, ObjectNode>> questions, Jobs jobs) throws IOException {
        HttpServer server = HttpServer.create(settings.address(), 0);
        RecomputeServer made =
                new RecomputeServer(server, settings, new Running(jobs, settings.patience()), new Answers(questions));
        server.setExecutor(made.calls);
        server.createContext("/", made::handle);
        server.start();
        return made;
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        calls.shutdownNow();
        running.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                route(exchange);
            } catch (BadQuestionException e) {
                new Problem(400, "Bad question", String.valueOf(e.getMessage()), Optional.of(e.pointer()))
                        .send(exchange);
            } catch (JsonProcessingException e) {
                new Problem(400, "No JSON", "the body is not JSON", Optional.empty()).send(exchange);
            }
        } catch (RuntimeException e) {
            LOG.error("path={} a call failed", exchange.getRequestURI().getPath(), e);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!allowed(exchange)) {
            new Problem(401, "Unauthorized", "a bearer token is needed", Optional.empty()).send(exchange);
        } else if (path.equals("/health")) {
            send(exchange, JSON.createObjectNode().put("state", "ready"));
        } else if (!path.startsWith("/v1/") || !answers.byPath().containsKey(path.substring(4))) {
            new Problem(404, "Not found", "there is nothing at this path", Optional.empty()).send(exchange);
        } else if (!exchange.getRequestMethod().equals("POST")) {
            new Problem(405, "Method not allowed", "questions are posted", Optional.empty()).send(exchange);
        } else {
            question(exchange, path.substring(4));
        }
    }

    private boolean allowed(HttpExchange exchange) {
        if (token.isEmpty()) {
            return true;
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] given = String.valueOf(header).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8));
    }

    private void question(HttpExchange exchange, String kind) throws IOException {
        Question question = Question.parse(body(exchange));
        if (!free.tryAcquire()) {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(RETRY_SECONDS));
            new Problem(503, "Busy", "other questions are being answered", Optional.empty()).send(exchange);
            return;
        }
        try {
            long begin = System.nanoTime();
            running.answer(exchange, () -> answers.answer(kind, question));
            LOG.info("question={} run={} millis={}", kind, question.run(), (System.nanoTime() - begin) / 1_000_000);
        } finally {
            free.release();
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BadQuestionException("", "the question is larger than 16 MiB");
            }
            return JSON.readTree(bytes);
        }
    }

    static void send(HttpExchange exchange, ObjectNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
