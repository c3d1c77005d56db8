package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs without some transactions, compared with what they were: each in the background, waiting for the worker as long as
 * it must, no more at once than are allowed. The same question of the same caller is the same job.
 */
@ApplicationScoped
public class Whatifs {
    private static final Logger LOG = Logger.getLogger(Whatifs.class);
    private static final String PATH = "v1/whatif";
    private static final int MOST_ROWS = 1_000;
    private static final int SIGN_OF_LIFE_SECONDS = 5;

    private final Worker worker;
    private final WhatifStore store;
    private final RecomputeConfig config;
    private final Callers callers;
    private final Clock clock;
    private final Map<UUID, String> running = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "whatif-alive");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> signs;

    @Inject
    Whatifs(Worker worker, WhatifStore store, RecomputeConfig config, Callers callers, Clock clock) {
        this.worker = worker;
        this.store = store;
        this.config = config;
        this.callers = callers;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(config.maxRunning(), task -> {
            Thread thread = new Thread(task, "whatif");
            thread.setDaemon(true);
            return thread;
        });
        this.signs = life.scheduleWithFixedDelay(
                this::sayAlive, SIGN_OF_LIFE_SECONDS, SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * What to run.
     *
     * @param dataset node id of the output
     * @param without ordinals of the transactions to leave out
     * @param key of the one row to compare, or null for all
     * @param naming the columns that name a row
     * @param asked what the answer repeats of the question
     */
    public record Order(
            RunPlan plan,
            String dataset,
            List<Long> without,
            @Nullable JsonNode key,
            List<String> naming,
            JsonNode asked) {
        public Order {
            without = without.stream().distinct().sorted().toList();
            naming = List.copyOf(naming);
        }

        ObjectNode question() {
            ObjectNode question = plan.question();
            ArrayNode ordinals = question.putArray("without");
            without.forEach(ordinal -> ordinals.add(Long.toString(ordinal)));
            if (key != null) {
                question.set("key", key);
            }
            return question.put("limit", MOST_ROWS);
        }
    }

    /**
     * Begins, unless the same was asked before.
     *
     * @throws io.rowtrail.service.http.ProblemException 503 when there is no worker or others run
     */
    public UUID start(Order order) {
        worker.require();
        Caller caller = callers.current();
        ObjectNode question = order.question();
        QuestionHash hash = QuestionHash.of(PATH + order.naming(), question);
        Optional<WhatifJob> same = store.same(caller, hash);
        if (same.isPresent()) {
            return same.get().id();
        }
        UUID id = UUID.randomUUID();
        synchronized (running) {
            if (!order.without().isEmpty() && running.size() >= config.maxRunning()) {
                throw Problem.unavailable("other what-ifs are running", 5).exception();
            }
            running.put(id, "waiting");
        }
        try {
            store.add(caller, id, hash, order.dataset(), order.asked());
            if (order.without().isEmpty()) {
                store.done(id, WhatifDiff.none());
                running.remove(id);
            } else {
                threads.execute(() -> run(id, question, order.naming()));
            }
        } catch (RuntimeException e) {
            running.remove(id);
            throw e;
        }
        return id;
    }

    /** A job of the caller's. */
    public Optional<WhatifJob> job(UUID id) {
        return store.find(callers.current(), id);
    }

    /** What a running job does: {@code waiting} for the worker or {@code computing}; of another replica's, the latter. */
    public String step(UUID id) {
        return running.getOrDefault(id, "computing");
    }

    /** Waits for the difference of one row and returns it as the worker tells it; for who checks rather than reads. */
    public Optional<JsonNode> now(Order order) {
        Worker.Reply reply = worker.ask(PATH, order.question(), config.timeout());
        return reply instanceof Worker.Reply.Given given ? Optional.of(given.json()) : Optional.empty();
    }

    private void run(UUID id, ObjectNode question, List<String> naming) {
        try {
            Instant until = clock.instant().plus(config.whatifTimeout());
            Worker.Reply reply = ask(id, question, until);
            while (reply instanceof Worker.Reply.Busy busy) {
                if (clock.instant().plusSeconds(busy.retryAfterSeconds()).isAfter(until)) {
                    store.failed(id, "not done within rowtrail.recompute.whatif-timeout: " + busy.why());
                    return;
                }
                running.put(id, "waiting");
                TimeUnit.SECONDS.sleep(busy.retryAfterSeconds());
                reply = ask(id, question, until);
            }
            if (reply instanceof Worker.Reply.Given given
                    && !given.json().path("counts").has("before")) {
                store.failed(
                        id,
                        "the recorded plan cannot be run again: " + String.join("; ", ExactRow.reasons(given.json())));
            } else if (reply instanceof Worker.Reply.Given given) {
                store.done(id, Recompute.read(given.json(), json -> WhatifDiff.of(json, naming)));
            } else {
                store.failed(
                        id,
                        reply instanceof Worker.Reply.Mistaken mistaken
                                ? mistaken.why()
                                : ((Worker.Reply.Refused) reply).why());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=whatif-failed id=%s", id);
            store.failed(id, "a fault of the service's own; its log has it");
        } finally {
            running.remove(id);
        }
    }

    private Worker.Reply ask(UUID id, ObjectNode question, Instant until) {
        running.put(id, "computing");
        return worker.ask(PATH, question, java.time.Duration.between(clock.instant(), until));
    }

    private void sayAlive() {
        try {
            if (!running.isEmpty()) {
                store.alive(running.keySet());
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "event=whatif-alive-not-said");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        signs.cancel(false);
        life.shutdownNow();
        for (UUID id : List.copyOf(running.keySet())) {
            store.failed(id, "the service was stopped while it ran; ask again");
        }
        threads.shutdownNow();
    }
}
