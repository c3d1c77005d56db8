package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However events arrive, one by one, in batches or by Kafka, in any order, some of them twice, with the service killed
 * between: the facts are those of their set, folded in memory; and the log, replayed, gives the graph it gave before.
 */
class ArrivalIT {
    private static final int SENDERS = 3;

    static LongStream seeds() {
        long first = Long.getLong("rowtrail.seed", 20261123L);
        return LongStream.range(first, first + (Boolean.getBoolean("rowtrail.long") ? 10 : 1));
    }

    /** What a producer sends to a path. */
    private record Message(String path, String body) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void everyWayGivesTheSameFacts(long seed, @TempDir Path directory) throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "the service is not packaged: run mvn package first");
        List<String> history = RandomHistory.of(seed, 120);
        List<String> expected = folded(history);
        Random random = new Random(seed);
        Collections.shuffle(history, random);
        int third = history.size() / 3;
        Queue<Message> unsent = new ConcurrentLinkedQueue<>(alone(someTwice(history.subList(0, 2 * third), random)));
        unsent.addAll(together(someTwice(history.subList(third, history.size()), random), random));
        List<String> byKafka = someTwice(history.subList(third / 2, 2 * third), random);
        System.out.printf("seed %d: %d events%n", seed, history.size());
        try (LocalServers servers = LocalServers.start();
                KafkaBroker broker = KafkaBroker.start("lineage")) {
            Map<String, String> config = new HashMap<>(servers.serviceConfig());
            config.putAll(broker.serviceConfig());
            // the broker waits so long for a consumer that was killed before another may go on
            config.put("rowtrail.kafka.properties.\"session.timeout.ms\"", "6000");
            broker.sendAll(byKafka);
            Path log = directory.resolve("service.log");
            ServiceProcess killed = ServiceProcess.start(config, log);
            int many = unsent.size();
            Future<?> sending = send(killed, unsent);
            while (unsent.size() > many * 3 / 4) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            killed.kill();
            sending.get(60, TimeUnit.SECONDS);
            System.out.printf("killed with %d of %d requests to come%n", unsent.size(), many);
            ServiceProcess service = ServiceProcess.start(config, log);
            try {
                send(service, unsent).get(120, TimeUnit.SECONDS);
                assertThat(unsent).isEmpty();
                broker.awaitCommitted("rowtrail", byKafka.size());
                service.awaitFolded();
                assertThat(export(service, "facts")).as("seed " + seed).isEqualTo(expected);
                List<String> full = export(service, "full");
                assertThat(service.post("/api/v1/graph/replay", "").statusCode())
                        .isEqualTo(202);
                service.awaitFolded();
                assertThat(export(service, "full")).as("seed " + seed).isEqualTo(full);
            } finally {
                service.stop();
            }
        }
    }

    private static List<String> someTwice(List<String> events, Random random) {
        List<String> some = new ArrayList<>(events);
        some.addAll(events.subList(0, random.nextInt(events.size())));
        Collections.shuffle(some, random);
        return some;
    }

    private static List<Message> alone(List<String> events) {
        return events.stream()
                .map(event -> new Message("/api/v1/lineage", event))
                .toList();
    }

    private static List<Message> together(List<String> events, Random random) {
        List<Message> batches = new ArrayList<>();
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(40));
            batches.add(new Message("/api/v1/lineage/batch", "[" + String.join(",\n", events.subList(from, to)) + "]"));
            from = to;
        }
        return batches;
    }

    /** Sends until there is nothing left or nobody answers; what was not acknowledged stays. */
    private static Future<?> send(ServiceProcess service, Queue<Message> unsent) {
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        for (Message next = unsent.poll(); next != null; next = unsent.poll()) {
                            if (!acknowledged(service, next)) {
                                unsent.add(next);
                                return;
                            }
                        }
                    },
                    runnable -> new Thread(runnable).start()));
        }
        return CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new));
    }

    private static boolean acknowledged(ServiceProcess service, Message message) {
        try {
            HttpResponse<String> answer = service.post(message.path(), message.body());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
            assertThat(answer.body()).doesNotContain("\"failed_events\":[{");
            return true;
        } catch (IOException killed) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The facts of the set, each event once, in the order it happened. */
    private static List<String> folded(List<String> events) {
        InMemoryLineageGraph graph = new InMemoryLineageGraph(Clock.systemUTC());
        List<LoggedFacts> logged = new ArrayList<>();
        for (String event : events) {
            Read.Facts read = (Read.Facts) new EventReader().read(event.getBytes(StandardCharsets.UTF_8));
            logged.add(LoggedFacts.of(new EntryRef("default", logged.size()), Instant.EPOCH, read.facts()));
        }
        graph.apply(new Batch("default", 1, 0, logged.size(), logged));
        List<String> lines = new ArrayList<>();
        graph.export(ExportForm.FACTS, lines::add);
        return lines;
    }

    private static List<String> export(ServiceProcess service, String form) throws Exception {
        HttpResponse<String> answer = service.get("/api/v1/graph/export?form=" + form);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().lines().toList();
    }
}
