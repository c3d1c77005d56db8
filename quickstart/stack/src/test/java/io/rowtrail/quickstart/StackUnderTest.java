package io.rowtrail.quickstart;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.quickstart.process.Liveness;
import io.rowtrail.quickstart.process.ProcessRecord;
import io.rowtrail.quickstart.process.RunRecords;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stack of its own in a directory of its own, on free ports, and the launcher's verbs on it. */
final class StackUnderTest {
    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    /** A build that was itself started in the background ignores Ctrl-C, and so would all that it starts. */
    private static final List<String> CTRL_C_WORKS = List.of("env", "--default-signal=INT");

    private final Path state;
    private final List<String> ports = new ArrayList<>();
    private final int postgresPort;
    private final int boltPort;

    /** What a verb said and how it ended. */
    record Outcome(int code, String text) {}

    StackUnderTest(Path state) throws IOException {
        this(state, freePort());
    }

    StackUnderTest(Path state, int boltPort) throws IOException {
        this.state = state;
        this.postgresPort = freePort();
        this.boltPort = boltPort;
        ports.addAll(List.of("--pg-port", Integer.toString(postgresPort)));
        ports.addAll(List.of("--bolt-port", Integer.toString(boltPort)));
        ports.addAll(List.of("--service-port", Integer.toString(freePort())));
        ports.addAll(List.of("--shop-port", Integer.toString(freePort())));
        ports.addAll(List.of("--recompute-port", Integer.toString(freePort())));
    }

    /** Whether a module was packaged, so that its program can be started. */
    static boolean packaged(String file) {
        return Files.exists(PROJECT.resolve(file));
    }

    /** Skips the test unless all that a demo starts is there. */
    static void assumeTheDemoIsPackaged() {
        for (String file : List.of(
                "quickstart/neo4j-server/target/classpath",
                "quickstart/shop/target/classpath",
                "quickstart/jobs/target/classpath",
                "cdc-capture/target/classpath",
                "recompute/target/classpath",
                "lineage-service/target/quarkus-app/quarkus-run.jar")) {
            assumeTrue(packaged(file), "skipped: " + file + " is not there; mvn package makes it");
        }
    }

    Path state() {
        return state;
    }

    int postgresPort() {
        return postgresPort;
    }

    int boltPort() {
        return boltPort;
    }

    RunRecords records() {
        return new RunRecords(state.resolve("run"));
    }

    /** Runs a verb in this process. */
    Outcome run(String verb, String... more) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int code = Main.run(arguments(verb, more).toArray(String[]::new));
            return new Outcome(code, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.out.print(said.toString(StandardCharsets.UTF_8));
        }
    }

    /** Starts a verb as a process of its own, its output going to {@code output}. */
    Process launch(File output, String verb, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(CTRL_C_WORKS);
        if (new ProcessBuilder(CTRL_C_WORKS.get(0), CTRL_C_WORKS.get(1), "true")
                        .start()
                        .waitFor()
                != 0) {
            words.clear();
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(arguments(verb, more));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    private List<String> arguments(String verb, String... more) {
        List<String> words =
                new ArrayList<>(List.of(verb, "--state", state.toString(), "--project", PROJECT.toString()));
        words.addAll(ports);
        words.addAll(Arrays.asList(more));
        return words;
    }

    /** The live processes of these parts. */
    List<ProcessHandle> processes(List<String> parts) {
        return parts.stream()
                .flatMap(name -> records().read(name).stream())
                .flatMap(entry -> entry.process().stream())
                .toList();
    }

    /** Waits until a process of this part or task is recorded. */
    ProcessRecord await(String part) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < deadline) {
            var known = records().read(part);
            if (known.isPresent()) {
                return known.get();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError(part + " was not started");
    }

    static void awaitEnd(ProcessHandle process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Liveness.runs(process) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
