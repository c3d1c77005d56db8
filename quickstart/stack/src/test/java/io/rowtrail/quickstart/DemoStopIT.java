package io.rowtrail.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.quickstart.process.Liveness;
import io.rowtrail.quickstart.stack.LauncherLock;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is stopped in the middle leaves no process and no lock, wherever it is. */
class DemoStopIT {
    private static final List<String> PARTS = List.of("postgres", "neo4j", "service", "capture", "shop");

    @TempDir
    Path temporary;

    private StackUnderTest stack;
    private File said;

    @BeforeEach
    void everythingIsPackaged() throws Exception {
        StackUnderTest.assumeTheDemoIsPackaged();
        stack = new StackUnderTest(temporary.resolve("a demo"));
        said = temporary.resolve("said").toFile();
    }

    @AfterEach
    void down() throws Exception {
        stack.run("down");
        if (said.exists()) {
            System.out.println(Files.readString(said.toPath()));
        }
    }

    @Test
    void ctrlCWhileTheFirstPartsStart() throws Exception {
        assertNothingIsLeftAfter(interrupted("neo4j", Duration.ZERO));
    }

    @Test
    void aTakenPortCostsNoState() throws Exception {
        Path kept = Files.createDirectories(stack.state().resolve("lake")).resolve("kept");
        Files.createFile(kept);
        try (ServerSocket taken = new ServerSocket(stack.boltPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            StackUnderTest.Outcome refused = stack.run("demo", "--exit");

            assertThat(refused.code()).isEqualTo(Main.UNREACHABLE);
            assertThat(refused.text()).contains("Port " + stack.boltPort(), "--bolt-port");
        }
        assertThat(kept).exists();
    }

    @Test
    void ctrlCInTheReplayAndDownInTheNextOne() throws Exception {
        assertNothingIsLeftAfter(interrupted("shop-replay", Duration.ofMillis(500)));

        Process second = demo();
        stack.await("shop-replay");
        List<ProcessHandle> parts = stack.processes(PARTS);
        assertThat(parts).hasSize(PARTS.size());
        assertThat(stack.run("down").code()).isZero();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertNothingIsLeftAfter(parts);
    }

    @Test
    @EnabledIfSystemProperty(named = "rowtrail.long", matches = "true")
    void ctrlCInASparkJob() throws Exception {
        assertNothingIsLeftAfter(interrupted("job-silver", Duration.ofSeconds(4)));
        assertNothingIsLeftAfter(interrupted("job-gold", Duration.ofSeconds(8)));
    }

    /** Sends what Ctrl-C sends once a part or task has run for that long. @return the parts there were */
    private List<ProcessHandle> interrupted(String at, Duration after) throws Exception {
        Process demo = demo();
        stack.await(at);
        TimeUnit.MILLISECONDS.sleep(after.toMillis());
        List<ProcessHandle> parts = stack.processes(PARTS);
        new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
        assertThat(demo.waitFor(90, TimeUnit.SECONDS)).as("the demo ends").isTrue();
        assertThat(Files.readString(said.toPath())).contains("Stopped before the end.");
        return parts;
    }

    private Process demo() throws Exception {
        return stack.launch(said, "demo", "--requests", "200");
    }

    private void assertNothingIsLeftAfter(List<ProcessHandle> parts) {
        assertThat(parts).isNotEmpty().noneMatch(Liveness::runs);
        String mark = stack.state().resolve("run").toString();
        assertThat(ProcessHandle.allProcesses()
                        .filter(Liveness::runs)
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("@" + mark)))
                .isEmpty();
        assertThat(stack.state().resolve("run")).isEmptyDirectory();
        LauncherLock.take(stack.state(), "test", Duration.ZERO).close();
    }
}
