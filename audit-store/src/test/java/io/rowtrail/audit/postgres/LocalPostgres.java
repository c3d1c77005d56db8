package io.rowtrail.audit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            }
        }
        LocalPostgres postgres = new LocalPostgres(database);
        try (Connection superuser = connect("postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            for (String stale : STALE) {
                statement.execute("drop database if exists " + stale + " with (force)");
            }
            STALE.clear();
            statement.execute("create database " + database + " owner rowtrail_owner");
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

    private static Connection connect(String database, String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database, role, "");
    }

    private static String migration() throws IOException {
        try (var in = LocalPostgres.class.getResourceAsStream("/db/audit/V1001__audit_log.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${writer}", "rowtrail_writer");
        }
    }
}
