package io.rowtrail.recompute.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.ask.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions that take long, too many of them, and clients that leave; what runs for a question is played. */
@Timeout(60)
class RecomputeServerIT {
    private static final String QUESTION = "{\"run\":\"r\",\"plans\":{}}";

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private final Jobs jobs = new Jobs() {
        @Override
        public void begin(String group) {}

        @Override
        public void end() {}

        @Override
        public void cancel(String group) {
            cancelled.countDown();
        }
    };

    private RecomputeServer server(int parallel, Duration patience, Function<Question, ObjectNode> answer)
            throws IOException {
        return RecomputeServer.start(
                new RecomputeServer.Settings(
                        new InetSocketAddress("127.0.0.1", 0), Optional.empty(), parallel, patience),
                Map.of("recompute", answer),
                jobs);
    }

    private ObjectNode endless(Question question) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ObjectMapper().createObjectNode();
    }

    @Test
    void givesUpInTime() throws Exception {
        try (RecomputeServer server = server(1, Duration.ofSeconds(3), this::endless)) {
            HttpResponse<String> answer = post(server);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith(" ");
            assertThat(new ObjectMapper()
                            .readTree(answer.body())
                            .path("exactness")
                            .asText())
                    .isEqualTo("unknown");
            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stopsWhatRunsForAClientThatLeft() throws Exception {
        try (RecomputeServer server = server(1, Duration.ofMinutes(5), this::endless)) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /v1/recompute HTTP/1.1\r\nHost: x\r\nContent-Length: " + QUESTION.length() + "\r\n\r\n"
                                + QUESTION)
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sendsAwayWhatItHasNoRoomFor() throws Exception {
        try (RecomputeServer server = server(1, Duration.ofSeconds(30), this::endless)) {
            HttpClient.newHttpClient().sendAsync(request(server), HttpResponse.BodyHandlers.ofString());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> second = post(server);
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(second.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @Test
    void aFailureIsAnAnswerWithoutItsMessage() throws Exception {
        try (RecomputeServer server = server(1, Duration.ofSeconds(30), question -> {
            throw new IllegalStateException("the value 4711 of a row");
        })) {
            HttpResponse<String> answer = post(server);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("unknown").doesNotContain("4711");
        }
    }

    private static HttpRequest request(RecomputeServer server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/recompute"))
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build();
    }

    private static HttpResponse<String> post(RecomputeServer server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request(server), HttpResponse.BodyHandlers.ofString());
    }
}
