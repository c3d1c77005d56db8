package io.rowtrail.recompute.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.rowtrail.recompute.ask.BadQuestionException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question being answered while its asker waits. From the third second on a space is sent each second, which JSON allows
 * before a value: a client that left is noticed by it, and what runs for it is stopped. From then on the status is 200, and what
 * goes wrong is an answer of exactness {@code unknown} with its reason.
 */
final class Running implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SILENT_SECONDS = 2;

    private final Jobs jobs;
    private final Duration patience;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "rowtrail-question");
        thread.setDaemon(true);
        return thread;
    });

    Running(Jobs jobs, Duration patience) {
        this.jobs = jobs;
        this.patience = patience;
    }

    /** @throws BadQuestionException as the question did, when that showed in time to say so by the status */
    void answer(HttpExchange exchange, Callable<ObjectNode> question) throws IOException {
        String group = "rowtrail-" + UUID.randomUUID();
        Future<ObjectNode> future = threads.submit(() -> {
            jobs.begin(group);
            try {
                return question.call();
            } finally {
                jobs.end();
            }
        });
        try {
            send(exchange, future);
        } finally {
            if (!future.isDone()) {
                // First, so that it begins nothing else.
                future.cancel(true);
                jobs.cancel(group);
            }
        }
    }

    private void send(HttpExchange exchange, Future<ObjectNode> future) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        ObjectNode early = waited(future, Math.min(SILENT_SECONDS, patience.toSeconds()), true);
        if (early != null) {
            RecomputeServer.send(exchange, early);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            ObjectNode answer = null;
            while (answer == null && System.nanoTime() < end) {
                out.write(' ');
                out.flush();
                answer = waited(future, 1, false);
            }
            out.write(JSON.writeValueAsBytes(
                    answer == null
                            ? Answers.unknown("it took longer than " + patience.toSeconds() + " s and was given up")
                            : answer));
        }
    }

    /** Null when there is no answer yet. */
    @org.jspecify.annotations.Nullable
    private static ObjectNode waited(Future<ObjectNode> future, long seconds, boolean early) {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answers.unknown("the worker is being stopped");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadQuestionException bad) {
                if (early) {
                    throw bad;
                }
                return Answers.unknown(bad.pointer() + ": " + bad.getMessage());
            }
            // Spark's messages may hold values of rows.
            LOG.warn("a question failed: {}", kind(e));
            LOG.debug("a question failed", e);
            return Answers.unknown("running the recorded plan failed: " + kind(e));
        }
    }

    private static String kind(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof org.apache.spark.SparkThrowable known && known.getCondition() != null
                ? known.getCondition()
                : cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
