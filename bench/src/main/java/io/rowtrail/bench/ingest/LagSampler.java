package io.rowtrail.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Watches, from outside, how far the graph is behind the log. */
final class LagSampler {
    private static final Duration EVERY = Duration.ofMillis(250);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest health;
    private final Deque<Seen> tails = new ArrayDeque<>();
    private final Thread thread = new Thread(this::watch, "lag");
    private volatile boolean closed;
    private volatile long worstEntries;
    private volatile long worstMillis;

    /** When the log was first seen to have so many entries. */
    private record Seen(long millis, long tail) {}

    /** The graph's projection: the first index not folded, and the size of the log. */
    record Progress(long applied, long tail) {}

    LagSampler(URI service) {
        this.health = HttpRequest.newBuilder(service.resolve("/q/health/well"))
                .timeout(Duration.ofSeconds(10))
                .build();
        thread.setDaemon(true);
    }

    void start() {
        worstEntries = 0;
        worstMillis = 0;
        thread.start();
    }

    long worstEntries() {
        return worstEntries;
    }

    Duration worst() {
        return Duration.ofMillis(worstMillis);
    }

    Progress progress() throws IOException, InterruptedException {
        JsonNode body = new ObjectMapper()
                .readTree(client.send(health, HttpResponse.BodyHandlers.ofString())
                        .body());
        for (JsonNode check : body.path("checks")) {
            JsonNode data = check.path("data");
            if (data.has("graph.index")) {
                long applied = data.path("graph.index").asLong();
                return new Progress(applied, applied + data.path("graph.lag").asLong());
            }
        }
        throw new IOException("no projection in " + body);
    }

    /** Returns when everything accepted is folded. */
    void awaitFolded(long entries, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (progress().applied() < entries) {
            if (System.nanoTime() > deadline) {
                throw new IOException("not folded after " + patience + ": " + progress());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void watch() {
        while (!closed) {
            try {
                take(progress());
                TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
            } catch (IOException busy) {
                // asked again
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void take(Progress now) {
        long millis = System.nanoTime() / 1_000_000;
        tails.addLast(new Seen(millis, now.tail()));
        while (!tails.isEmpty() && tails.getFirst().tail() <= now.applied()) {
            tails.removeFirst();
        }
        worstEntries = Math.max(worstEntries, now.tail() - now.applied());
        if (!tails.isEmpty()) {
            worstMillis = Math.max(worstMillis, millis - tails.getFirst().millis());
        }
    }

    void stop() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }
}
