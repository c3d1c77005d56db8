package io.rowtrail.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.process.Liveness;
import io.rowtrail.quickstart.process.ProcessRecord;
import io.rowtrail.quickstart.process.RunRecords;
import io.rowtrail.quickstart.stack.LauncherLock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** The real servers in a directory with a space in its name, on free ports. */
class StackIT {
    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    private Path state;
    private int postgresPort;
    private int boltPort;

    @BeforeEach
    void ports() throws Exception {
        assumeTrue(
                Files.exists(PROJECT.resolve("quickstart/neo4j-server/target/classpath")),
                "skipped: quickstart/neo4j-server is not packaged");
        state = temporary.resolve("a stack");
        postgresPort = freePort();
        boltPort = freePort();
    }

    @AfterEach
    void down() {
        run("down");
    }

    @Test
    void keepsItsStateOverDownAndUpAndLeavesNothingBehind() throws Exception {
        assertThat(run("up", "--only", "postgres,neo4j").code).isZero();
        Databases databases = new Databases(postgresPort);
        try (Connection connection = databases.connect(Databases.SHOP, Databases.SHOP_ROLE);
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept(id int)");
            statement.execute("insert into kept values (42)");
        }
        try (Connection connection = databases.connect(Databases.SHOP, Databases.SUPERUSER);
                Statement statement = connection.createStatement()) {
            assertThat(setting(statement, "fsync")).isEqualTo("on");
            assertThat(setting(statement, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(statement, "wal_level")).isEqualTo("logical");
            assertThat(setting(statement, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(statement, "unix_socket_directories")).isEmpty();
        }
        graph("create (:Kept {id: 42})");
        List<ProcessHandle> first = processes();
        assertThat(first).hasSize(2);
        assertThat(run("up", "--only", "postgres,neo4j").text).contains("already up");
        assertThat(processes()).isEqualTo(first);

        assertThat(run("down").code).isZero();
        assertThat(first).noneMatch(Liveness::runs);
        assertThat(state.resolve("run")).isEmptyDirectory();
        assertThat(run("status").code).isEqualTo(Main.UNREACHABLE);

        assertThat(run("up", "--only", "postgres,neo4j").code).isZero();
        try (Connection connection = databases.connect(Databases.SHOP, Databases.SHOP_ROLE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
        assertThat(graph("match (k:Kept) return k.id")).isEqualTo(42);
    }

    @Test
    void cleansUpAfterALauncherAndAPartThatWereKilled() throws Exception {
        Process launcher = launch("up", "--only", "postgres,neo4j");
        awaitFile(state.resolve("run").resolve("neo4j.json"));
        launcher.destroyForcibly().waitFor();

        assertThat(run("up", "--only", "postgres,neo4j").code).isZero();
        List<ProcessHandle> parts = processes();
        assertThat(parts).hasSize(2);
        parts.get(1).destroyForcibly();
        awaitEnd(parts.get(1));
        assertThat(partState("neo4j")).isEqualTo("died");
        assertThat(partState("postgres")).isEqualTo("ready");

        assertThat(run("down").code).isZero();
        assertThat(parts).noneMatch(Liveness::runs);
        assertThat(state.resolve("run")).isEmptyDirectory();
    }

    @Test
    void neverEndsAStrangerThatWasGivenARecordedPid() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectories(state.resolve("run"));
            new RunRecords(state.resolve("run"))
                    .write(new ProcessRecord("neo4j", stranger.pid(), Instant.EPOCH, boltPort, "5", "/data"));

            assertThat(partState("neo4j")).isEqualTo("died");
            assertThat(run("down").code).isZero();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysWhoHoldsATakenPortAndHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            boltPort = taken.getLocalPort();
            Outcome refused = run("up", "--only", "neo4j");

            assertThat(refused.code).isEqualTo(Main.UNREACHABLE);
            assertThat(refused.text).contains("Port " + boltPort, "--bolt-port", "ROWTRAIL_BOLT_PORT");
            if (Files.isDirectory(Path.of("/proc"))) {
                assertThat(refused.text)
                        .contains("process " + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void letsOnlyOneLauncherAtTheStack() throws Exception {
        Files.createDirectories(state);
        LauncherLock held = LauncherLock.take(state, "up", Duration.ZERO);
        try {
            // Another process: within one, Java itself keeps locks apart.
            Process second = launch("up", "--only", "neo4j");

            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(Main.UNREACHABLE);
            assertThat(run("up", "--only", "neo4j").text)
                    .contains(
                            "./rowtrail up (process " + ProcessHandle.current().pid());
        } finally {
            held.close();
        }
    }

    private record Outcome(int code, String text) {}

    private Outcome run(String verb, String... more) {
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

    private Process launch(String verb, String... more) throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(arguments(verb, more));
        return new ProcessBuilder(words).inheritIO().start();
    }

    private List<String> arguments(String verb, String... more) {
        List<String> words =
                new ArrayList<>(List.of(verb, "--state", state.toString(), "--project", PROJECT.toString()));
        words.addAll(List.of("--pg-port", Integer.toString(postgresPort), "--bolt-port", Integer.toString(boltPort)));
        words.addAll(Arrays.asList(more));
        return words;
    }

    private String partState(String name) throws Exception {
        String json = run("status", "--output", "json").text;
        for (JsonNode part : new ObjectMapper().readTree(json).path("parts")) {
            if (part.path("name").asText().equals(name)) {
                return part.path("state").asText();
            }
        }
        return "missing";
    }

    private List<ProcessHandle> processes() {
        RunRecords records = new RunRecords(state.resolve("run"));
        return List.of("postgres", "neo4j").stream()
                .flatMap(name -> records.read(name).stream())
                .flatMap(entry -> entry.process().stream())
                .toList();
    }

    private int graph(String query) {
        try (Driver driver = GraphDatabase.driver("bolt://127.0.0.1:" + boltPort, AuthTokens.none())) {
            var records = driver.executableQuery(query).execute().records();
            return records.isEmpty() ? 0 : records.get(0).get(0).asInt();
        }
    }

    private static String setting(Statement statement, String name) throws Exception {
        try (ResultSet rows = statement.executeQuery("show " + name)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void awaitFile(Path file) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(file) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(file).exists();
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Liveness.runs(process) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
