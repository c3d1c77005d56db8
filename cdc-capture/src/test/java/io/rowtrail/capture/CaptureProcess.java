package io.rowtrail.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The capture as its own process, as the launcher starts it. */
final class CaptureProcess {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Path state;
    private final Path log;

    private CaptureProcess(Process process, Path state, Path log) {
        this.process = process;
        this.state = state;
        this.log = log;
    }

    static CaptureProcess start(Path directory, Properties settings, int life) throws IOException {
        return start(directory, settings, life, "384m");
    }

    static CaptureProcess start(Path directory, Properties settings, int life, String heap) throws IOException {
        return start(directory, settings, life, heap, List.of("io.rowtrail.capture.CaptureMain"));
    }

    /** One that ends as if killed behind the n-th time of a milestone. */
    static CaptureProcess crashing(Path directory, Properties settings, int life, Disaster.KilledBehind disaster)
            throws IOException {
        return start(
                directory,
                settings,
                life,
                "384m",
                List.of(
                        CrashingCapture.class.getName(),
                        disaster.milestone().name(),
                        Integer.toString(disaster.times())));
    }

    /** Java on this class path, small and quick to start. */
    static ProcessBuilder java(String heap, String... mainAndArguments) {
        List<String> call = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=240m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        call.addAll(List.of(mainAndArguments));
        return new ProcessBuilder(call);
    }

    private static CaptureProcess start(Path directory, Properties settings, int life, String heap, List<String> main)
            throws IOException {
        Path file = directory.resolve("capture.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        Path state = Path.of(settings.getProperty("state.dir"));
        Files.deleteIfExists(state.resolve("status.json"));
        Path log = directory.resolve("capture-" + life + ".log");
        List<String> call = new ArrayList<>(main);
        call.add(1, file.toString());
        Process process = java(heap, call.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new CaptureProcess(process, state, log);
    }

    JsonNode status() throws IOException {
        Path file = state.resolve("status.json");
        return Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
    }

    void awaitState(String wanted) throws Exception {
        Waiting.until("the capture is " + wanted, Duration.ofSeconds(90), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the capture ended with " + process.exitValue() + ":\n" + log());
            }
            return status().path("state").asText().equals(wanted);
        });
    }

    /** Any other signal, by its name. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exit(Duration.ofSeconds(60));
    }

    int exit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the capture did not end");
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }
}
