package io.rowtrail.bench.capture;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A process that reads the source's log: the capture, or a bare engine. */
final class Reader implements AutoCloseable {
    /** Which of the two. */
    enum Kind {
        CAPTURE,
        BARE
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Kind kind;
    private final Path directory;
    private final Process process;

    private Reader(Kind kind, Path directory, Process process) {
        this.kind = kind;
        this.directory = directory;
        this.process = process;
    }

    static Reader capture(Path directory, Properties settings) throws IOException {
        Path file = directory.resolve("capture.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return new Reader(
                Kind.CAPTURE, directory, start(directory, "io.rowtrail.capture.CaptureMain", file.toString()));
    }

    static Reader bare(Path directory, String url, String name, String table) throws IOException {
        return new Reader(
                Kind.BARE,
                directory,
                start(directory, BareDebezium.class.getName(), url, name, table, directory.toString()));
    }

    private static Process start(Path directory, String main, String... arguments) throws IOException {
        List<String> call = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        call.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(call)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    /** Transactions that are done with: in the lake, or counted. */
    long transactions() throws IOException {
        Path file = directory.resolve(kind == Kind.CAPTURE ? "state/status.json" : "transactions");
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file).strip();
        if (kind == Kind.BARE) {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        }
        return JSON.readTree(text).path("transactions").asLong();
    }

    void await(long transactions) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (transactions() < transactions) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        kind + " ended or stands still:\n" + Files.readString(directory.resolve("log")));
            }
            Thread.sleep(20);
        }
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
