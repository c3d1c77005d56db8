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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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
    private static final List<String> SERVERS = List.of("postgres", "neo4j");

    @TempDir
    Path temporary;

    private StackUnderTest stack;
    private Path state;

    @BeforeEach
    void ports() throws Exception {
        assumeTrue(
                StackUnderTest.packaged("quickstart/neo4j-server/target/classpath"),
                "skipped: quickstart/neo4j-server is not packaged");
        stack = new StackUnderTest(temporary.resolve("a stack"));
        state = stack.state();
    }

    @AfterEach
    void down() {
        stack.run("down");
    }

    @Test
    void keepsItsStateOverDownAndUpAndLeavesNothingBehind() throws Exception {
        assertThat(stack.run("up", "--only", "postgres,neo4j").code()).isZero();
        Databases databases = new Databases(stack.postgresPort());
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
        List<ProcessHandle> first = stack.processes(SERVERS);
        assertThat(first).hasSize(2);
        assertThat(stack.run("up", "--only", "postgres,neo4j").text()).contains("already up");
        assertThat(stack.processes(SERVERS)).isEqualTo(first);

        assertThat(stack.run("down").code()).isZero();
        assertThat(first).noneMatch(Liveness::runs);
        assertThat(state.resolve("run")).isEmptyDirectory();
        assertThat(stack.run("status").code()).isEqualTo(Main.UNREACHABLE);

        assertThat(stack.run("up", "--only", "postgres,neo4j").code()).isZero();
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
        Process launcher = stack.launch(temporary.resolve("said").toFile(), "up", "--only", "postgres,neo4j");
        stack.await("neo4j");
        launcher.destroyForcibly().waitFor();

        assertThat(stack.run("up", "--only", "postgres,neo4j").code()).isZero();
        List<ProcessHandle> parts = stack.processes(SERVERS);
        assertThat(parts).hasSize(2);
        parts.get(1).destroyForcibly();
        StackUnderTest.awaitEnd(parts.get(1));
        assertThat(partState("neo4j")).isEqualTo("died");
        assertThat(partState("postgres")).isEqualTo("ready");

        assertThat(stack.run("down").code()).isZero();
        assertThat(parts).noneMatch(Liveness::runs);
        assertThat(state.resolve("run")).isEmptyDirectory();
    }

    @Test
    void neverEndsAStrangerThatWasGivenARecordedPid() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectories(state.resolve("run"));
            new RunRecords(state.resolve("run"))
                    .write(new ProcessRecord("neo4j", stranger.pid(), Instant.EPOCH, stack.boltPort(), "5", "/data"));

            assertThat(partState("neo4j")).isEqualTo("died");
            assertThat(stack.run("down").code()).isZero();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysWhoHoldsATakenPortAndHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            StackUnderTest.Outcome refused = new StackUnderTest(state, port).run("up", "--only", "neo4j");

            assertThat(refused.code()).isEqualTo(Main.UNREACHABLE);
            assertThat(refused.text()).contains("Port " + port, "--bolt-port", "ROWTRAIL_BOLT_PORT");
            if (Files.isDirectory(Path.of("/proc"))) {
                assertThat(refused.text())
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
            Process second = stack.launch(temporary.resolve("said").toFile(), "up", "--only", "neo4j");

            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(Main.UNREACHABLE);
            assertThat(stack.run("up", "--only", "neo4j").text())
                    .contains(
                            "./rowtrail up (process " + ProcessHandle.current().pid());
        } finally {
            held.close();
        }
    }

    @Test
    void startsTheRecomputeWorkerWithoutWaitingAndStopsIt() throws Exception {
        assumeTrue(StackUnderTest.packaged("recompute/target/classpath"), "skipped: recompute is not packaged");
        assertThat(stack.run("up", "--only", "recompute").text()).contains("recompute is starting on 127.0.0.1:");
        List<ProcessHandle> worker = stack.processes(List.of("recompute"));
        assertThat(worker).hasSize(1);
        assertThat(partState("recompute")).isIn("unready", "ready");
        assertThat(Files.getPosixFilePermissions(state.resolve("recompute/token")))
                .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

        assertThat(stack.run("down").code()).isZero();
        assertThat(worker).noneMatch(Liveness::runs);
        assertThat(state.resolve("run")).isEmptyDirectory();
    }

    private String partState(String name) throws Exception {
        String json = stack.run("status", "--output", "json").text();
        for (JsonNode part : new ObjectMapper().readTree(json).path("parts")) {
            if (part.path("name").asText().equals(name)) {
                return part.path("state").asText();
            }
        }
        return "missing";
    }

    private int graph(String query) {
        try (Driver driver = GraphDatabase.driver("bolt://127.0.0.1:" + stack.boltPort(), AuthTokens.none())) {
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
}
