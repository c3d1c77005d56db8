package io.rowtrail.service;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/** A PostgreSQL that keeps what it commits, and a Neo4j, both on free ports; with the roles and databases of a stack. */
public final class LocalServers implements AutoCloseable {
    private final Neo4j neo4j;
    private final Path directory;
    private EmbeddedPostgres postgres;

    private LocalServers(EmbeddedPostgres postgres, Neo4j neo4j, Path directory) {
        this.postgres = postgres;
        this.neo4j = neo4j;
        this.directory = directory;
    }

    public static LocalServers start() {
        try {
            Path directory = Files.createTempDirectory("rowtrail-service");
            EmbeddedPostgres postgres = postgres(directory, 0);
            prepare(postgres);
            Neo4j neo4j = Neo4jBuilders.newInProcessBuilder()
                    .withDisabledServer()
                    .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
                    .build();
            return new LocalServers(postgres, neo4j, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres postgres(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("pg"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    void stopPostgres() throws IOException {
        postgres.close();
    }

    /** What it had committed is there again, at the same address. */
    void startPostgres() throws IOException {
        postgres = postgres(directory, postgres.getPort());
    }

    /** Puts the database of the log, with nothing in it yet, on the disk at {@code mounted}. */
    void putLogOn(Path mounted) throws IOException, SQLException {
        Path place = Files.createDirectory(mounted.resolve("data"));
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database audit");
            statement.execute("create tablespace small location '" + place + "'");
            statement.execute("create database audit owner rowtrail_owner tablespace small");
        }
    }

    private static void prepare(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role rowtrail_owner login");
            statement.execute("create role rowtrail_writer login");
            statement.execute("create database audit owner rowtrail_owner");
            statement.execute("create database catalog owner rowtrail_owner");
        }
    }

    /** The configuration of a service that uses these servers. */
    public Map<String, String> serviceConfig() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/audit");
        config.put("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:" + postgres.getPort() + "/audit");
        config.put("quarkus.datasource.username", "rowtrail_owner");
        config.put("rowtrail.audit.writer-username", "rowtrail_writer");
        config.put("quarkus.neo4j.uri", neo4j.boltURI().toString());
        config.put("rowtrail.audit.directory", directory.resolve("audit").toString());
        config.put(
                "rowtrail.audit.evidence-directory",
                directory.resolve("evidence").toString());
        config.put("rowtrail.lake.uri", catalogUrl());
        config.put("rowtrail.lake.username", "postgres");
        config.put("rowtrail.lake.warehouse", warehouse().toUri().toString());
        config.put("rowtrail.lake.files", directory.resolve("files").toString());
        return config;
    }

    public Path warehouse() {
        return directory.resolve("lake");
    }

    public String catalogUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/catalog";
    }

    int postgresPort() {
        return postgres.getPort();
    }

    @Override
    public void close() {
        neo4j.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
