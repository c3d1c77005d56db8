package io.rowtrail.bench.capture;

import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A durable PostgreSQL with a table a reader, which writes its own load, and a service that takes everything. */
final class Source implements AutoCloseable {
    static final int ROWS = 10;

    private final EmbeddedPostgres postgres;
    private final HttpServer service;

    Source() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setPort(0)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        try (Connection c = connect("postgres")) {
            run(c, "CREATE DATABASE shop");
        }
        try (Connection c = connect("shop")) {
            run(
                    c,
                    "CREATE PROCEDURE write(target regclass, first bigint, transactions bigint, lines int)"
                            + " LANGUAGE plpgsql AS $$ BEGIN FOR t IN first .. first + transactions - 1 LOOP"
                            + " PERFORM pg_logical_emit_message(true, 'rowtrail', '00-' || lpad(to_hex(t), 32, '1') ||"
                            + " '-00f067aa0ba902b7-01;o=a');"
                            + " EXECUTE format('INSERT INTO %s SELECT $1, g, ''product number '' || g, 3.50 * g,"
                            + " now() FROM generate_series(1, $2) g', target) USING t, lines;"
                            + " COMMIT; END LOOP; END $$");
        }
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        service.start();
    }

    void table(String name) throws SQLException {
        try (Connection c = connect("shop")) {
            run(
                    c,
                    "CREATE TABLE " + name + " (sale bigint, line int, note text, price numeric(12,2), at timestamptz,"
                            + " PRIMARY KEY (sale, line))",
                    "ALTER TABLE " + name + " REPLICA IDENTITY FULL");
        }
    }

    /** The log is not kept for a reader that has ended. */
    void forget(String name) throws SQLException {
        try (Connection c = connect("shop")) {
            run(
                    c,
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'rowtrail_"
                            + name + "'",
                    "DROP TABLE " + name,
                    "CHECKPOINT");
        }
    }

    /** Commits {@code transactions} transactions of {@link #ROWS} traced rows, one after another, as fast as it goes. */
    void burst(String table, long first, long transactions) throws SQLException {
        try (Connection c = connect("shop")) {
            run(c, "SET synchronous_commit = off", call(table, first, transactions));
        }
    }

    static String call(String table, long first, long transactions) {
        return "CALL write('" + table + "', " + first + ", " + transactions + ", " + ROWS + ")";
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "");
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement s = connection.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    /** A capture's, with the defaults that a user has. */
    Properties settings(Path directory, String name) {
        Properties p = new Properties();
        p.setProperty("source.name", name);
        p.setProperty("source.jdbc.url", url("shop"));
        p.setProperty("source.user", "postgres");
        p.setProperty("source.tables", "public." + name);
        p.setProperty("lake.name", "lake");
        p.setProperty("lake.uri", url("postgres"));
        p.setProperty("lake.user", "postgres");
        p.setProperty("lake.warehouse", directory.resolve("warehouse").toString());
        p.setProperty("service.url", "http://127.0.0.1:" + service.getAddress().getPort());
        p.setProperty("state.dir", directory.resolve("state").toString());
        return p;
    }

    @Override
    public void close() throws IOException {
        service.stop(0);
        postgres.close();
    }
}
