package io.rowtrail.quickstart.neo4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.connectors.HttpsConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Runs one persistent Neo4j whose Bolt port answers on the loopback address only, without HTTP, accounts or usage
 * reports. Prints {@code READY} on a line of its own once Bolt answers; SIGTERM and SIGINT stop it cleanly, after a
 * checkpoint.
 */
public final class Neo4jServer {
    private static final String LOOPBACK = "127.0.0.1";

    private Neo4jServer() {}

    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: Neo4jServer --home DIR --port PORT");
            System.exit(2);
            return;
        }
        DatabaseManagementService server = start(options.home(), options.port());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.shutdown();
                            stopped.countDown();
                        },
                        "stop-neo4j"));
        System.out.println("READY");
        System.out.flush();
        stopped.await();
    }

    /** Starts the server and returns when Bolt listens. {@code home} is created if missing and keeps all state. */
    static DatabaseManagementService start(Path home, int port) throws IOException {
        Files.createDirectories(home);
        // A relative or unnormalised home makes Neo4j look for its store beside the working directory.
        return new DatabaseManagementServiceBuilder(home.toAbsolutePath().normalize())
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, new SocketAddress(LOOPBACK, port))
                .setConfig(BoltConnector.advertised_address, new SocketAddress(LOOPBACK, port))
                .setConfig(BoltConnector.server_bolt_telemetry_enabled, false)
                .setConfig(HttpConnector.enabled, false)
                .setConfig(HttpsConnector.enabled, false)
                .setConfig(GraphDatabaseSettings.auth_enabled, false)
                .setConfig(GraphDatabaseSettings.udc_enabled, false)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(256))
                .setConfig(GraphDatabaseSettings.memory_transaction_global_max_size, ByteUnit.mebiBytes(256))
                // 256 MiB of preallocated log for each of two databases is out of proportion for a laptop.
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                .setConfig(GraphDatabaseSettings.logical_log_rotation_threshold, ByteUnit.mebiBytes(32))
                .setConfig(GraphDatabaseSettings.keep_logical_logs, "keep_none")
                .setConfig(GraphDatabaseSettings.transaction_timeout, Duration.ofMinutes(2))
                // Clients are gone when the stack stops: no need to listen for five more quiet seconds, twice.
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0)
                .build();
    }

    record Options(Path home, int port) {
        static Options parse(String[] args) {
            Path home = null;
            Integer port = null;
            for (int i = 0; i < args.length; i += 2) {
                String name = args[i];
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException("no value for " + name);
                }
                switch (name) {
                    case "--home" -> home = Path.of(args[i + 1]);
                    case "--port" -> port = port(args[i + 1]);
                    default -> throw new IllegalArgumentException("unknown option " + name);
                }
            }
            if (home == null || port == null) {
                throw new IllegalArgumentException("--home and --port are needed");
            }
            return new Options(home, port);
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port > 0 && port < 65536) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                // said below, together with numbers out of range
            }
            throw new IllegalArgumentException("not a port: " + text);
        }
    }
}
