package io.rowtrail.capture;

import io.rowtrail.lake.LakeConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL that decodes its log, durable as a user's would be, with databases for the shop and the catalogue. */
final class SourceServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    /** The server after it was killed and started again, in place of the first. */
    private Process again;

    SourceServer() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setPort(0)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        try (Connection connection = connect("postgres")) {
            execute(connection, "CREATE DATABASE shop", "CREATE DATABASE catalog");
        }
    }

    int port() {
        return postgres.getPort();
    }

    /** kill -9 of every process of the server, then the same server on the same data. */
    void killAndRestart() throws Exception {
        killAndRestart(Duration.ZERO);
    }

    /** The same, and it stays away for a while in between. */
    void killAndRestart(Duration away) throws Exception {
        ProcessHandle postmaster = postmaster();
        List<String> call =
                new ArrayList<>(System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
        call.add(postmaster.info().command().orElseThrow());
        call.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            one.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        Thread.sleep(away.toMillis());
        Waiting.until("the server is back", PATIENCE, () -> {
            if (again == null || !again.isAlive()) {
                again = new ProcessBuilder(call)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
            try (Connection connection = connect("shop")) {
                return connection.isValid(5);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    private ProcessHandle postmaster() throws Exception {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
            pid.next();
            return ProcessHandle.of(pid.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "");
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    LakeConfig lake(Path directory) {
        return new LakeConfig(
                "lake",
                url("catalog"),
                "postgres",
                "hush-lake",
                directory.resolve("ware house").toString());
    }

    /** A capture's settings with short intervals. */
    Properties settings(Path directory, String tables, String service) {
        Properties p = new Properties();
        p.setProperty("source.name", "shop");
        p.setProperty("source.jdbc.url", url("shop"));
        p.setProperty("source.user", "postgres");
        p.setProperty("source.password", "hush-source");
        p.setProperty("source.tables", tables);
        p.setProperty("lake.name", "lake");
        p.setProperty("lake.uri", url("catalog"));
        p.setProperty("lake.user", "postgres");
        p.setProperty("lake.password", "hush-lake");
        p.setProperty("lake.warehouse", directory.resolve("ware house").toString());
        p.setProperty("service.url", service);
        p.setProperty("state.dir", directory.resolve("state").toString());
        p.setProperty("commit.interval.ms", "700");
        p.setProperty("commit.idle.ms", "200");
        p.setProperty("commit.max.rows", "20000");
        p.setProperty("snapshot.chunk.rows", "3000");
        return p;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        if (again != null) {
            again.destroy();
        }
    }
}
