package io.rowtrail.capture.post;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.HistoryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the spool, in order, one request at a time, on a thread of its own. A service that is away is asked again with
 * growing pauses; the capture never waits for it.
 */
public final class Poster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Poster.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration IDLE_PAUSE = Duration.ofMillis(200);

    private final Spool spool;
    private final URI service;
    private final Optional<String> apiKey;
    private final Consumer<CaptureException> conflict;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean away;

    /** @param conflict told once, with the reason, when the service holds another content under a sent ordinal */
    public Poster(Spool spool, URI service, Optional<String> apiKey, Consumer<CaptureException> conflict) {
        this.spool = spool;
        this.service = service;
        this.apiKey = apiKey;
        this.conflict = conflict;
        this.thread = new Thread(this::run, "rowtrail-poster");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stopping) {
                Optional<Spool.Item> item = spool.next();
                if (item.isEmpty()) {
                    Thread.sleep(IDLE_PAUSE.toMillis());
                } else if (send(item.get())) {
                    pause = FIRST_PAUSE;
                } else {
                    Thread.sleep(pause.toMillis());
                    Duration doubled = pause.multipliedBy(2);
                    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            conflict.accept(new CaptureException("the spool cannot be read: " + e.getMessage(), e));
        }
    }

    /** Whether the item is done with; if not, it is to be tried again. */
    private boolean send(Spool.Item item) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        service.resolve("api/v1/" + item.kind().path()))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(item.body()));
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            unavailable(e.getClass().getSimpleName());
            return false;
        }
        int status = response.statusCode();
        if (status / 100 == 2) {
            if (away) {
                away = false;
                LOG.info("service=available pending={}", spool.pending());
            }
            spool.sent(item);
            return true;
        }
        if (status == 409 && item.kind() == Spool.Kind.CHANGES) {
            stopping = true;
            conflict.accept(new HistoryException(
                    "the service holds another content under the same ordinals (409 for " + item.file()
                            + "): two captures share the source name and incarnation, or state.dir is not the one it was: "
                            + response.body()));
            return true;
        }
        if (status == 400 || status == 409 || status == 413 || status == 415 || status == 422) {
            LOG.error("request={} status={} rejected=true answer={}", item.file(), status, response.body());
            spool.rejected(item);
            return true;
        }
        unavailable("status " + status);
        return false;
    }

    private void unavailable(String why) {
        if (!away) {
            away = true;
            LOG.warn("service=unavailable why=\"{}\" pending={}", why, spool.pending());
        }
    }

    /** Waits until nothing waits or the time is over. */
    public void drain(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (spool.pending() > 0 && !away && !stopping && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
