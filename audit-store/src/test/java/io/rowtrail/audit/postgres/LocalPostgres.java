package io.rowtrail.audit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real PostgreSQL that keeps what it acknowledges, one a test JVM, with a database a test. */
final class LocalPostgres {
    private static final Object STARTING = new Object();
    /** Databases of tests that are over, dropped so that the server has little to write when it stops. */
    private static final List<String> STALE = new ArrayList<>();

    private static EmbeddedPostgres server;

    private final String database;

    private LocalPostgres(String database) {
        this.database = database;
    }

    /** A fresh database with the audit schema, owned by {@code rowtrail_owner}. */
    static LocalPostgres fresh(String database) throws IOException, SQLException {
        return fresh(database, "pg_default");
    }

    /** The same, the database on the disk at {@code mounted}. */
    static LocalPostgres onDisk(String database, Path mounted) throws IOException, SQLException {
        start();
        Path place = Files.createDirectory(mounted.resolve("data"));
        try (Connection superuser = connect("postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("create tablespace disk_" + database + " location '" + place + "'");
        }
        return fresh(database, "disk_" + database);
    }

    /** Drops a database made by {@link #onDisk}, so that its disk can go. */
    static void dropFromDisk(String database) throws SQLException {
        try (Connection superuser = connect("postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("drop database if exists " + database + " with (force)");
            statement.execute("drop tablespace if exists disk_" + database);
        }
    }

    /** The server's process. */
    static PostgresProcess process() throws SQLException {
        return PostgresProcess.at("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres");
    }

    private static void start() throws IOException, SQLException {
        synchronized (STARTING) {
            if (server == null) {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
                try (Connection superuser = connect("postgres", "postgres");
                        Statement statement = superuser.createStatement()) {
                    statement.execute("create role rowtrail_owner login");
                    statement.execute("create role rowtrail_writer login");
                }
                Runtime.getRuntime().addShutdownHook(new Thread(LocalPostgres::needNotKeep));
            }
        }
    }

    private static LocalPostgres fresh(String database, String tablespace) throws IOException, SQLException {
        start();
        LocalPostgres postgres = new LocalPostgres(database);
        try (Connection superuser = connect("postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            for (String stale : STALE) {
                statement.execute("drop database if exists " + stale + " with (force)");
            }
            STALE.clear();
            statement.execute("create database " + database + " owner rowtrail_owner tablespace " + tablespace);
            STALE.add(database);
        }
        try (Connection owner = postgres.as("rowtrail_owner");
                Statement statement = owner.createStatement()) {
            statement.execute(migration());
        }
        return postgres;
    }

    Connection as(String role) throws SQLException {
        return connect(database, role);
    }

    /** A copy as it is now; nobody may be connected to the original. */
    LocalPostgres copy(String name) throws SQLException {
        try (Connection superuser = connect("postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("create database " + name + " template " + database + " owner rowtrail_owner");
        }
        STALE.add(name);
        return new LocalPostgres(name);
    }

    int port() {
        return server.getPort();
    }

    String database() {
        return database;
    }

    /** Runs {@code sql} as {@code role}. */
    void execute(String role, String sql) throws SQLException {
        try (Connection connection = as(role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Its data is thrown away: flushing it on the way out would only hold the test JVM up. */
    private static void needNotKeep() {
        try (Connection superuser = connect("postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("alter system set fsync = off");
            statement.execute("select pg_reload_conf()");
        } catch (SQLException alreadyGone) {
            // Then there is nothing to hold anybody up.
        }
    }

    private static Connection connect(String database, String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database, role, "");
    }

    private static String migration() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : List.of(
                "V1001__audit_log.sql",
                "V1010__facts_by_likeness.sql",
                "V1020__datasets_by_hash.sql",
                "V1030__leaves_by_likeness.sql")) {
            try (var in = LocalPostgres.class.getResourceAsStream("/db/audit/" + name)) {
                all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all.toString().replace("${writer}", "rowtrail_writer");
    }
}
