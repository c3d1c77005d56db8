package io.rowtrail.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.cli.outcome.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the service. Redirects are not followed: they could take the API key elsewhere.
 *
 * <p>Every method throws {@link CommandFailure} of kind unreachable when nobody answers in time, or when what answers
 * does not speak like the service.
 */
public final class Api {
    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ServiceAddress address;
    private final Optional<ApiKey> key;
    private final Duration patience;
    private final HttpClient http;

    /** @param patience how long one request may stay without the beginning of an answer */
    public Api(ServiceAddress address, Optional<ApiKey> key, Duration patience) {
        this.address = address;
        this.key = key;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    public ServiceAddress address() {
        return address;
    }

    /** Asks and reads the whole answer, of at most 64 MiB. */
    public Answer ask(Call call) {
        HttpResponse<InputStream> response = send(call);
        try (InputStream body = response.body()) {
            return read(response, body);
        } catch (IOException e) {
            throw cutOff(e);
        }
    }

    /** Asks and copies a successful answer's bytes to {@code to} as they come. */
    public Download fetch(Call call, OutputStream to) {
        return copy(send(call), to);
    }

    /** Like {@link #fetch(Call, OutputStream)}, of where a {@code Location} header of this service pointed. */
    public Download follow(String location, OutputStream to) {
        return copy(send("GET", address.follow(location), Optional.empty()), to);
    }

    private Download copy(HttpResponse<InputStream> response, OutputStream to) {
        try (InputStream body = response.body()) {
            return switch (response.statusCode()) {
                case 200 -> new Download.Done(pass(body, to));
                case 202 -> new Download.NotYet();
                default -> new Download.Denied(refusal(response, body));
            };
        } catch (IOException e) {
            throw cutOff(e);
        }
    }

    /** Fails to read like an answer that broke off, and to write like a disk or a pipe that did. */
    private static long pass(InputStream body, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            try {
                to.write(buffer, 0, read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            total += read;
        }
        return total;
    }

    private HttpResponse<InputStream> send(Call call) {
        return send(call.method(), address.resolve(call.pathAndQuery()), call.body());
    }

    private HttpResponse<InputStream> send(String method, URI target, Optional<JsonNode> json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(patience)
                .header("Accept", "application/json, application/problem+json, */*;q=0.1")
                .header("User-Agent", "rowtrail-cli");
        key.ifPresent(k -> request.header("Authorization", k.header()));
        json.ifPresent(body -> request.header("Content-Type", "application/json"));
        request.method(
                method,
                json.map(body -> BodyPublishers.ofString(body.toString())).orElseGet(BodyPublishers::noBody));
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw CommandFailure.unreachable(
                    "no answer from " + address + " within " + patience.toSeconds() + " s\n" + mend());
        } catch (IOException e) {
            throw CommandFailure.unreachable("nobody answers at " + address + "\n" + mend());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unreachable("interrupted while asking " + address);
        }
    }

    private static String mend() {
        return "is the stack up? ./rowtrail up   (another address: --url or ROWTRAIL_URL)";
    }

    private CommandFailure cutOff(IOException e) {
        return CommandFailure.unreachable(
                "the answer of " + address + " broke off: " + e.getClass().getSimpleName());
    }

    private Answer read(HttpResponse<InputStream> response, InputStream body) throws IOException {
        int status = response.statusCode();
        if (status < 200 || status >= 300) {
            return refusal(response, body);
        }
        String text = text(response, body);
        JsonNode json = parse(text).orElseThrow(() -> stranger(response));
        return new Answer.Given(text, json, response.headers().firstValue("Location"));
    }

    private Answer.Refused refusal(HttpResponse<InputStream> response, InputStream body) throws IOException {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            throw stranger(response);
        }
        String text = text(response, body);
        return parse(text)
                .filter(JsonNode::isObject)
                .map(json -> new Answer.Refused(Problem.from(status, json), text))
                .orElseGet(() -> new Answer.Refused(Problem.ofStatus(status), ""));
    }

    private String text(HttpResponse<InputStream> response, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
            throw CommandFailure.unreachable("the answer is larger than 64 MiB: ask for less with --limit or --depth");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw stranger(response);
        }
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isContainerNode() ? Optional.of(json) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private CommandFailure stranger(HttpResponse<InputStream> response) {
        String type = response.headers().firstValue("Content-Type").orElse("no content type");
        return CommandFailure.unreachable(
                "what answers at " + address + " does not speak like the Rowtrail service: HTTP "
                        + response.statusCode() + ", " + type + "\nis --url right?");
    }
}
