package io.rowtrail.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/** A small real HTTP server in the service's place: it checks the chain, remembers, and can be told to misbehave. */
final class RecordingService implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Map<String, String> bodyHashes = new HashMap<>();
    private final Map<Long, JsonNode> transactions = new TreeMap<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private IntSupplier answer = () -> 201;

    RecordingService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Status of the next requests; 0 hangs a while and then breaks the connection. */
    synchronized void answers(IntSupplier supplier) {
        answer = supplier;
    }

    /** Now and then 503, now and then silence, sometimes after it has kept what it was sent. */
    void misbehaves(long seed) {
        Random random = new Random(seed);
        answers(() -> {
            int dice = random.nextInt(20);
            return dice < 3 ? 503 : dice == 3 ? 0 : dice == 4 ? -1 : 201;
        });
    }

    private synchronized int nextAnswer() {
        return answer.getAsInt();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = nextAnswer();
        if (status == 201 || status == -1) {
            keep(exchange.getRequestURI().getPath(), body);
        }
        if (status <= 0) {
            try {
                Thread.sleep(700);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        byte[] reply = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private synchronized void keep(String path, byte[] body) throws IOException {
        JsonNode root = JSON.readTree(body);
        if (path.endsWith("/lineage")) {
            events.add(root);
            return;
        }
        long seq = root.path("stream").path("seq").asLong();
        String stream = root.path("stream").path("id").asText() + "/";
        String hash = sha256(body);
        String known = bodyHashes.putIfAbsent(stream + seq, hash);
        if (known != null) {
            if (!known.equals(hash)) {
                faults.add("batch " + seq + " came with two contents");
            }
            return;
        }
        String previous = root.path("stream").path("prev").asText("");
        if (!previous.equals(seq == 1 ? "" : bodyHashes.getOrDefault(stream + (seq - 1), "missing"))) {
            faults.add("batch " + seq + " does not follow the one before");
        }
        for (JsonNode transaction : root.path("transactions")) {
            if (transactions.put(transaction.path("ordinal").asLong(), transaction) != null) {
                faults.add("ordinal " + transaction.path("ordinal") + " came twice");
            }
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Transactions by ordinal. */
    synchronized Map<Long, JsonNode> transactions() {
        return new LinkedHashMap<>(transactions);
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** What was wrong with what came. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
