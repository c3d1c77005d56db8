package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.neo4j.Neo4jLineageGraph;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * How long questions take over HTTP on a large graph: many layers of jobs, each reading two datasets and writing one, each
 * column made of two. A measurement for {@code -Plong} on a quiet machine: 11,550 datasets and 440,000 column edges, or as many
 * jobs and columns as {@code -Drowtrail.speed.jobs} and {@code .columns} say. Fails when a bar is not kept, unless {@code
 * -Drowtrail.speed.assert=false}.
 */
class LineageSpeedIT {
    private static final int JOBS = Integer.getInteger("rowtrail.speed.jobs", 11_000);
    private static final int COLUMNS = Integer.getInteger("rowtrail.speed.columns", 20);
    private static final boolean STRICT = !"false".equals(System.getProperty("rowtrail.speed.assert"));
    private static final int LAYERS = 20;
    private static final int WARM = 100;
    private static final int REQUESTS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random = new Random(7);
    private final LayeredGraph layered = new LayeredGraph(JOBS, LAYERS, COLUMNS);
    private final List<String> late = new ArrayList<>();

    @Test
    void answersLargeQuestionsInTime(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(Boolean.getBoolean("rowtrail.long"), "a measurement: run with -Plong");
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        try (LocalServers servers = LocalServers.start()) {
            fill(servers.serviceConfig().get("quarkus.neo4j.uri"));
            ServiceProcess service = ServiceProcess.start(servers.serviceConfig(), directory.resolve("service.log"));
            try {
                measure(service);
            } finally {
                service.stop();
            }
        }
        assertThat(late).isEmpty();
    }

    private void measure(ServiceProcess service) throws IOException, InterruptedException {
        System.out.printf(
                "load %.1f; milliseconds over HTTP, one after the other, the answer's bytes read; CPU of the service%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf(
                "%-22s %7s %7s %7s %7s %7s %7s %8s %7s %5s%n",
                "question", "first", "p50", "p95", "p99", "bar", "CPU", "KB", "nodes", "cut");
        boolean large = JOBS > 50_000;
        ask(service, "lineage, depth 5", large ? 300 : 100, () -> "lineage?depth=5&nodeId=" + dataset());
        if (large) {
            return;
        }
        ask(service, "lineage, depth 10", 200, () -> "lineage?depth=10&nodeId=" + dataset());
        ask(service, "lineage, depth 20", 400, () -> "lineage?depth=20&nodeId=" + dataset());
        ask(service, "columns, depth 20", 1_000, () -> "column-lineage?withDownstream=true&nodeId=" + column());
        ask(service, "impact", 1_000, () -> "impact?nodeId=" + dataset());
        ask(service, "search", 1_000, () -> "search?q=table_" + random.nextInt(JOBS / LAYERS));
    }

    private String dataset() {
        return encoded(layered.dataset(1 + random.nextInt(LAYERS - 1), random).nodeId());
    }

    private String column() {
        return encoded(layered.column(1 + random.nextInt(LAYERS - 1), random).nodeId());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void fill(String uri) {
        Instant began = Instant.now();
        try (Driver driver = GraphDatabase.driver(uri);
                Neo4jLineageGraph graph = new Neo4jLineageGraph(
                        driver, "default", Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofMinutes(5))) {
            List<LoggedFacts> batch = new ArrayList<>();
            long next = 0;
            for (EventFacts event : layered.events()) {
                batch.add(LoggedFacts.of(new EntryRef("bulk", next + batch.size()), Instant.EPOCH, event));
                if (batch.size() == 200) {
                    next = apply(graph, next, batch);
                }
            }
            apply(graph, next, batch);
        }
        System.out.printf(
                "graph of %d jobs, %d column edges a job: folded in %d s%n",
                JOBS, COLUMNS * 2, Duration.between(began, Instant.now()).toSeconds());
    }

    private static long apply(Neo4jLineageGraph graph, long from, List<LoggedFacts> batch) {
        long to = from + batch.size();
        assertThat(graph.apply(new Batch("bulk", 1, from, to, batch))).isInstanceOf(Applied.Folded.class);
        batch.clear();
        return to;
    }

    /** The first question is told alone; then some warm the service before those that count. */
    private void ask(ServiceProcess service, String what, int bar, Supplier<String> question)
            throws IOException, InterruptedException {
        double first = timed(service, question.get()).millis();
        for (int i = 0; i < WARM; i++) {
            timed(service, question.get());
        }
        double[] millis = new double[REQUESTS];
        long bytes = 0;
        long nodes = 0;
        int cut = 0;
        Duration cpu = service.cpu();
        for (int i = 0; i < REQUESTS; i++) {
            Answer answer = timed(service, question.get());
            millis[i] = answer.millis();
            bytes += answer.body().length();
            JsonNode read = JSON.readTree(answer.body());
            nodes += read.path("graph").size() + read.path("items").size();
            cut += read.path("caveats").toString().contains("truncated") ? 1 : 0;
        }
        cpu = service.cpu().minus(cpu);
        Arrays.sort(millis);
        double p99 = millis[REQUESTS * 99 / 100];
        System.out.printf(
                "%-22s %7.0f %7.1f %7.1f %7.1f %7d %7.1f %8d %7d %5d%s%n",
                what,
                first,
                millis[REQUESTS / 2],
                millis[REQUESTS * 95 / 100],
                p99,
                bar,
                cpu.toNanos() / 1e6 / REQUESTS,
                bytes / REQUESTS / 1_000,
                nodes / REQUESTS,
                cut,
                p99 < bar ? "" : "  LATE");
        if (STRICT && p99 >= bar) {
            late.add(what);
        }
    }

    private record Answer(String body, double millis) {}

    private static Answer timed(ServiceProcess service, String question) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<String> response = service.get("/api/v1/" + question);
        double millis = (System.nanoTime() - began) / 1e6;
        assertThat(response.statusCode()).as(question).isEqualTo(200);
        return new Answer(response.body(), millis);
    }
}
