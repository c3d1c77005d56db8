package io.rowtrail.bench.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** Takes the plugin's events in the service's place and keeps the plans of finished runs. */
final class PlanReceiver implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Plan> plans = new ConcurrentHashMap<>();

    private PlanReceiver(HttpServer server) {
        this.server = server;
    }

    /** A run and its facet {@code rowtrail_plan}. */
    record Plan(String run, JsonNode facet) {}

    static PlanReceiver start() throws IOException {
        PlanReceiver receiver =
                new PlanReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        receiver.server.createContext("/api/v1/lineage", exchange -> {
            try (GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                receiver.note(new ObjectMapper().readTree(body.readAllBytes()));
            }
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        receiver.server.start();
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void note(JsonNode event) {
        if (event.path("eventType").asText().equals("COMPLETE")) {
            Plan plan = new Plan(event.at("/run/runId").asText(), event.at("/run/facets/rowtrail_plan"));
            plans.put(event.at("/outputs/0/name").asText(), plan);
        }
    }

    /** The plan of the run that wrote {@code table}, without its catalogue; waits for the run's event. */
    Plan planOf(String table, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Plan plan = plans.get(table);
            if (plan != null) {
                return plan;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IllegalStateException("no event told of the run that wrote " + table);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
