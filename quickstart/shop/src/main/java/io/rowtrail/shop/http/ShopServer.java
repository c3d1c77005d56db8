package io.rowtrail.shop.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.rowtrail.shop.store.ShopStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP edge: a span a request, JSON in and out, refusals as problem+json. Listens on loopback only. */
public final class ShopServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShopServer.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_BODY = 1 << 20;

    static {
        // Without it each small answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService workers;
    private final Routes routes;
    private final RequestSpans spans;

    private ShopServer(HttpServer server, ExecutorService workers, Routes routes, RequestSpans spans) {
        this.server = server;
        this.workers = workers;
        this.routes = routes;
        this.spans = spans;
    }

    /** Starts to serve on {@code port}, on a free one if it is 0; the workers are shut down with the server. */
    public static ShopServer start(int port, ShopStore store, RequestSpans spans, ExecutorService workers)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ShopServer shop = new ShopServer(http, workers, new Routes(store), spans);
        http.createContext("/", shop::serve);
        http.setExecutor(workers);
        http.start();
        return shop;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Ends requests under way, takes no more. */
    @Override
    public void close() {
        server.stop(1);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("requests still running at shutdown");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("try") // the scope does its work by being open
    private void serve(HttpExchange exchange) throws IOException {
        List<String> path = Arrays.stream(exchange.getRequestURI().getPath().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        Span span = spans.start(exchange.getRequestHeaders(), Routes.template(exchange.getRequestMethod(), path));
        try (exchange;
                Scope scope = span.makeCurrent()) {
            String traceparent = RequestSpans.traceparent(span);
            exchange.getResponseHeaders().set("traceparent", traceparent);
            exchange.getResponseHeaders().set("traceresponse", traceparent);
            String trace = span.getSpanContext().getTraceId();
            Reply reply;
            String type = "application/json";
            try {
                reply = routes.answer(
                        new Routes.Request(exchange.getRequestMethod(), path, trace, () -> body(exchange)));
            } catch (Problem problem) {
                type = "application/problem+json";
                reply = refusal(problem, exchange.getRequestURI().getPath(), trace);
            } catch (SQLException | RuntimeException e) {
                type = "application/problem+json";
                span.setStatus(StatusCode.ERROR);
                reply = refusal(
                        DatabaseProblems.from(e), exchange.getRequestURI().getPath(), trace);
            }
            byte[] bytes = JSON.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } finally {
            span.end();
        }
    }

    private static JsonNode body(HttpExchange exchange) {
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new Problem(413, "Body too large", "a body has at most " + MAX_BODY + " bytes", List.of());
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Problem.badInput(List.of(new FieldError("", "the body is not JSON")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply refusal(Problem problem, String instance, String trace) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        body.put("instance", instance);
        body.put("traceId", trace);
        body.put("retriable", problem.status() == 503);
        if (!problem.errors().isEmpty()) {
            body.put("errors", problem.errors());
        }
        return new Reply(problem.status(), body);
    }
}
