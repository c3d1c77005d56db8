package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.quickstart.process.Command;
import io.rowtrail.quickstart.process.StackException;
import io.rowtrail.quickstart.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Orders an evidence pack, has it checked by the offline verifier, and has a spoiled copy checked as well. */
final class Evidence {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] LEAF = "\"leaf\":".getBytes(StandardCharsets.UTF_8);

    private final Stack stack;
    private final Api api;

    Evidence(Stack stack, Api api) {
        this.stack = stack;
        this.api = api;
    }

    /** The whole of the log as it is now. */
    Path fetch() throws IOException, InterruptedException {
        HttpResponse<byte[]> ordered = api.post("/api/v1/audit/evidence", "{\"log\":\"default\",\"from\":\"0\"}");
        if (ordered.statusCode() / 100 != 2) {
            throw new StackException("The evidence pack is refused with " + ordered.statusCode() + ": "
                    + new String(ordered.body(), StandardCharsets.UTF_8));
        }
        String place = ordered.headers()
                .firstValue("Location")
                .orElseThrow(() -> new StackException("The answer to the order of an evidence pack names no place."));
        String path = URI.create(place).getRawPath();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Path pack = stack.state().root().resolve("evidence.zip");
        while (System.nanoTime() < deadline) {
            byte[] answer = api.bytes(path);
            if (answer.length > 1 && answer[0] == 'P' && answer[1] == 'K') {
                Files.write(pack, answer);
                return pack;
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        throw new StackException("The evidence pack is not ready after " + PATIENCE.toSeconds() + " s.");
    }

    /** A copy with one character of a stored entry changed. */
    Path spoil(Path pack) throws IOException {
        byte[] bytes = Files.readAllBytes(pack);
        int at = digitAfter(bytes, middle(bytes));
        bytes[at] = (byte) (bytes[at] == '0' ? '1' : '0');
        Path spoiled = pack.resolveSibling("evidence-spoiled.zip");
        Files.write(spoiled, bytes);
        return spoiled;
    }

    /** What the verifier says; its code is 0 only if everything is proved. */
    Command.Result verify(Path pack, String key) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(arguments(pack, key));
        return Command.run(
                words, stack.state().log("verify-" + pack.getFileName().toString()), PATIENCE);
    }

    /** The check as a person would type it. */
    String command(Path pack, String key) {
        return arguments(pack, key).stream()
                .map(word -> word.matches("[-\\w./+=]+") ? word : "'" + word + "'")
                .collect(Collectors.joining(" ", "java ", ""));
    }

    private List<String> arguments(Path pack, String key) {
        Path verifier = stack.artifacts().file("audit-verifier", "rowtrail-verifier.jar");
        return List.of("-jar", verifier.toString(), pack.toString(), "--vkey", key);
    }

    /** The key that the log publishes; who does not trust the service has it from elsewhere. */
    String publishedKey() {
        for (JsonNode log : api.get("/api/v1/audit/logs")) {
            if (log.path("log").asText().equals("default")) {
                return log.path("verifierKeys").path(0).asText();
            }
        }
        throw new StackException("The service does not name the key of its log.");
    }

    /** Where a leaf about the middle of the file begins: packs hold their files as they are, not compressed. */
    private static int middle(byte[] bytes) {
        for (int start : new int[] {bytes.length / 4, 0}) {
            for (int i = start; i < bytes.length - LEAF.length; i++) {
                if (startsWith(bytes, i)) {
                    return i + LEAF.length;
                }
            }
        }
        throw new StackException("The evidence pack holds no entry.");
    }

    private static boolean startsWith(byte[] bytes, int at) {
        for (int i = 0; i < LEAF.length; i++) {
            if (bytes[at + i] != LEAF[i]) {
                return false;
            }
        }
        return true;
    }

    private static int digitAfter(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                return i;
            }
        }
        throw new StackException("The evidence pack ends in an entry without a digit.");
    }
}
