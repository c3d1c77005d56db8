package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.http.StrictJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The recompute worker: one question, one answer, over HTTP. Blocks for as long as the answer takes. */
@ApplicationScoped
class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final int LARGEST = 64 << 20;
    private static final int RETRY_SECONDS = 5;
    private static final int MOST_RETRY_SECONDS = 600;

    private final RecomputeConfig config;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @Inject
    Worker(RecomputeConfig config) {
        this.config = config;
    }

    /** What came of a question. */
    sealed interface Reply {
        /** The answer. */
        record Given(JsonNode json) implements Reply {}

        /** Not now: it starts, has too much to do, or is away. */
        record Busy(String why, int retryAfterSeconds) implements Reply {
            Problem problem() {
                return Problem.unavailable(why, retryAfterSeconds);
            }
        }

        /** The question is wrong, which can only be its key: all else is the service's own. */
        record Mistaken(String why) implements Reply {}

        /** It cannot answer this one. */
        record Refused(String why) implements Reply {}
    }

    /** @throws ProblemException 503 where there is no worker */
    void require() {
        address();
    }

    private URI address() {
        return config.url()
                .orElseThrow(() -> Problem.unavailable(
                                "nothing can be recomputed: no worker is configured (rowtrail.recompute.url)", 300)
                        .exception());
    }

    /**
     * Asks; interrupted, it throws.
     *
     * @param path below the worker's address, such as {@code v1/recompute}
     * @throws ProblemException 503 where there is no worker
     */
    Reply ask(String path, ObjectNode question, Duration patience) {
        URI url = URI.create(address().toString().replaceAll("/+$", "") + "/" + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.toString()));
        config.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request.build(), info -> new BoundedBody(LARGEST));
        try {
            HttpResponse<byte[]> response = exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return reply(response, StrictJson.parse(StrictJson.text(response.body())));
        } catch (TimeoutException e) {
            return new Reply.Busy(
                    "the recompute worker did not answer within " + patience.toSeconds() + " s", RETRY_SECONDS);
        } catch (ExecutionException e) {
            LOG.debugf(e, "event=recompute-worker-away");
            return new Reply.Busy(
                    "the worker at rowtrail.recompute.url does not answer; it may be starting", RETRY_SECONDS);
        } catch (ProblemException e) {
            return new Reply.Busy("what answers at rowtrail.recompute.url is no recompute worker", RETRY_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the worker computed", e);
        } finally {
            // Whoever no longer waits lets go of the connection, by which the worker knows that it need not go on.
            exchange.cancel(true);
        }
    }

    private static Reply reply(HttpResponse<?> response, JsonNode json) {
        int status = response.statusCode();
        String why = json.path("detail").asText(json.path("title").asText("HTTP " + status));
        if (status == 200) {
            return new Reply.Given(json);
        }
        if (status == 503 || status == 429) {
            return new Reply.Busy("the recompute worker: " + why, retryAfter(response));
        }
        if (status == 401 || status == 403) {
            LOG.errorf("event=recompute-worker-refuses status=%d mend=rowtrail.recompute.token", status);
            return new Reply.Busy("the recompute worker does not take rowtrail.recompute.token", RETRY_SECONDS);
        }
        if (status == 400) {
            return new Reply.Mistaken(why);
        }
        LOG.warnf("event=recompute-refused status=%d why=\"%s\"", status, why);
        return new Reply.Refused(why);
    }

    private static int retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .map(seconds -> Math.max(1, Math.min(seconds, MOST_RETRY_SECONDS)))
                .orElse(RETRY_SECONDS);
    }
}
