package io.rowtrail.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rowtrail.capture.state.CaptureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics} in Prometheus' text form: what {@code status.json} says, for machines. On loopback only. */
final class Metrics implements AutoCloseable {
    private static final String PREFIX = "rowtrail_capture_";
    private static final int OK = 200;

    private final Supplier<JsonNode> status;
    private final @Nullable HttpServer server;

    private Metrics(Supplier<JsonNode> status, @Nullable HttpServer server) {
        this.status = status;
        this.server = server;
    }

    /**
     * @param port 0 for none
     * @param status what {@code status.json} holds
     */
    static Metrics serve(int port, Supplier<JsonNode> status) {
        if (port == 0) {
            return new Metrics(status, null);
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            Metrics metrics = new Metrics(status, server);
            server.createContext("/metrics", metrics::answer);
            server.start();
            return metrics;
        } catch (IOException e) {
            throw new CaptureException("metrics.port " + port + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The address that answers, or {@code none}. */
    String where() {
        return server == null ? "none" : "http:/" + server.getAddress() + "/metrics";
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] text = text(status.get()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(OK, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    static String text(JsonNode status) {
        StringBuilder text = new StringBuilder();
        gauge(text, "streaming", status.path("state").asText().equals("streaming") ? 1 : 0);
        counter(text, "transactions_total", status.path("transactions").asLong());
        type(text, "rows_total", "counter");
        for (Map.Entry<String, JsonNode> table : status.path("rows").properties()) {
            for (Map.Entry<String, JsonNode> op : table.getValue().properties()) {
                for (Map.Entry<String, JsonNode> source : op.getValue().properties()) {
                    text.append(PREFIX + "rows_total{table=\"").append(table.getKey());
                    text.append("\",op=\"").append(op.getKey());
                    text.append("\",source=\"").append(source.getKey());
                    text.append("\"} ").append(source.getValue().asLong()).append('\n');
                }
            }
        }
        counter(text, "invalid_bindings_total", status.path("invalidBindings").asLong());
        counter(
                text,
                "loose_messages_total",
                status.path("messagesOutsideTransactions").asLong());
        counter(text, "untold_values_total", status.path("untoldValues").asLong());
        gauge(text, "pending_posts", status.path("pendingPosts").asLong());
        counter(text, "lost_posts_total", status.path("lostPosts").asLong());
        counter(text, "rejected_posts_total", status.path("rejectedPosts").asLong());
        JsonNode kafka = status.path("kafka");
        if (kafka.isObject()) {
            gauge(text, "kafka_position", kafka.path("position").asLong());
            counter(text, "kafka_records_total", kafka.path("records").asLong());
            counter(text, "kafka_bytes_total", kafka.path("bytes").asLong());
            counter(text, "kafka_transactions_total", kafka.path("transactions").asLong());
        }
        JsonNode slot = status.path("slot");
        if (slot.isObject()) {
            gauge(text, "slot_active", slot.path("active").asBoolean() ? 1 : 0);
            gauge(text, "slot_in_danger", slot.path("inDanger").asBoolean() ? 1 : 0);
            gauge(text, "slot_held_bytes", slot.path("heldBytes").asLong());
            gauge(text, "slot_behind_bytes", slot.path("behindBytes").asLong());
        }
        return text.toString();
    }

    private static void counter(StringBuilder text, String name, long value) {
        type(text, name, "counter");
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }

    private static void gauge(StringBuilder text, String name, long value) {
        type(text, name, "gauge");
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }

    private static void type(StringBuilder text, String name, String type) {
        text.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
