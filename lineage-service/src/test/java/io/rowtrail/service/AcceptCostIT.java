package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs the service to take an event of 12 KB, from the socket to the durable entry, folding not counted: Neo4j is
 * away. A measurement for {@code -Plong}; the stream is that of the load generator beside the project.
 */
class AcceptCostIT {
    private static final int WARM = 30_000;
    private static final int MEASURED = 20_000;
    private static final int SENDERS = 16;

    /** From accept to folded; a machine that does other things as well needs the room. */
    private static final int BUDGET_MICROS = 2_000;

    @Test
    void takesAnEventWithinTheWholeBudgetOfOne(@TempDir Path directory) throws Exception {
        assumeTrue(Boolean.getBoolean("rowtrail.long"), "a measurement: run with -Plong");
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        List<String> events = stream(directory);
        try (LocalServers servers = LocalServers.start()) {
            Map<String, String> config = new HashMap<>(servers.serviceConfig());
            config.put("quarkus.neo4j.uri", "bolt://127.0.0.1:1");
            ServiceProcess service = ServiceProcess.start(config, directory.resolve("service.log"));
            try {
                send(service, events.subList(0, WARM));
                Duration before = service.cpu();
                long start = System.nanoTime();
                send(service, events.subList(WARM, WARM + MEASURED));
                double seconds = (System.nanoTime() - start) / 1e9;
                double micros = service.cpu().minus(before).toNanos() / 1e3 / MEASURED;
                System.out.printf(
                        "accept: %.0f us of CPU an event in the service, %.0f events/s with %d senders%n",
                        micros, MEASURED / seconds, SENDERS);
                assertThat(micros).isLessThan(BUDGET_MICROS);
            } finally {
                service.stop();
            }
        }
    }

    private static List<String> stream(Path directory) throws Exception {
        Path generator = Fixtures.openLineage().resolveSibling("..").resolve("bench/OlLoad.java");
        assumeTrue(Files.exists(generator), "no load generator beside the fixtures");
        Path file = directory.resolve("events.ndjson");
        int jobs = 1_000;
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        generator.toString(),
                        "dump",
                        "--jobs",
                        Integer.toString(jobs),
                        "--layers",
                        "20",
                        "--runs",
                        Integer.toString((WARM + MEASURED) / 2 / jobs + 1),
                        "--file",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static void send(ServiceProcess service, List<String> events) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            working.add(senders.submit(() -> {
                for (int at = next.getAndIncrement(); at < events.size(); at = next.getAndIncrement()) {
                    assertThat(service.post("/api/v1/lineage", events.get(at)).statusCode())
                            .isEqualTo(201);
                }
                return null;
            }));
        }
        for (Future<?> one : working) {
            one.get();
        }
        senders.shutdown();
    }
}
