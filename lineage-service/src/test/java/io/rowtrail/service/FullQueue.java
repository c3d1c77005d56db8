package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * More events than the queue of a log holds, while PostgreSQL is kept from taking any by a lock on the log's fence.
 *
 * @param producer may send events
 * @param log their log
 * @param entries what its queue holds
 */
record FullQueue(LocalServers servers, ServiceProcess producer, String log, int entries) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void putsOffWhatItCannotHoldAndLosesNothing() throws Exception {
        int sent = 4 * entries;
        List<String> events = new ArrayList<>();
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        ExecutorService producers = Executors.newFixedThreadPool(sent);
        try {
            try (Connection holder = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + servers.postgresPort() + "/audit", "postgres", "");
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.executeQuery("select epoch from audit.fence where log = '" + log + "' for update");
                for (int i = 0; i < sent; i++) {
                    String event = Events.run(
                            UUID.randomUUID().toString(),
                            "COMPLETE",
                            "2026-01-02T03:04:05Z",
                            "queued",
                            "q-in",
                            "q-out");
                    events.add(event);
                    answers.add(producers.submit(() -> producer.post("/api/v1/lineage", event)));
                }
                // one group is under way and one queue waits for it; all others are told at once
                awaitAnswered(answers, sent - 2 * entries);
                assertThat(answers.stream().filter(Future::isDone)).hasSizeLessThanOrEqualTo(sent - entries);
                holder.rollback();
            }
            Set<String> stored = new HashSet<>();
            int putOff = 0;
            for (int i = 0; i < sent; i++) {
                HttpResponse<String> answer = answers.get(i).get(60, TimeUnit.SECONDS);
                putOff += answer.statusCode() == 503 ? 1 : 0;
                for (int tries = 0; answer.statusCode() == 503 && tries < 20; tries++) {
                    comesBack(answer);
                    TimeUnit.SECONDS.sleep(tries == 0 ? 0 : 1);
                    answer = producer.post("/api/v1/lineage", events.get(i));
                }
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                stored.add(JSON.readTree(answer.body()).path("entry").asText());
            }
            assertThat(putOff).isPositive();
            assertThat(stored).hasSize(sent);
        } finally {
            producers.shutdown();
        }
    }

    private static void comesBack(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(1);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("retriable").asBoolean()).isTrue();
        assertThat(problem.path("detail").asText()).contains("queue in front of the log is full");
    }

    private static void awaitAnswered(List<? extends Future<?>> answers, int least) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (answers.stream().filter(Future::isDone).count() < least) {
            assertThat(System.nanoTime()).as("answered in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
