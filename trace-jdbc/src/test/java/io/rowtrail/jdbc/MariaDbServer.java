package io.rowtrail.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mariadb.jdbc.MariaDbDataSource;

/** Debian's MariaDB as a process of its own in a temporary directory, and what its binary log holds. */
final class MariaDbServer implements AutoCloseable {
    /** A committed transaction: the traces of its context rows, and the rows of all its tables in their order. */
    record Transaction(List<String> traces, List<String> order) {}

    private static final String CONTEXT = "rowtrail_context";
    private static final String CHANGE = "(INSERT INTO|UPDATE|DELETE FROM) `shop`\\.`(\\w+)`";
    private static final int TRIES = 300;

    private final Path directory;
    private final int port;
    private final Process server;

    /** Empty unless the server's package is installed. */
    static Optional<Path> installed() {
        return Stream.of("/usr/sbin/mariadbd", "/usr/bin/mariadbd", "/usr/libexec/mariadbd")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    MariaDbServer(Path program) throws IOException, InterruptedException, SQLException {
        directory = Files.createTempDirectory("rowtrail-mariadb");
        Path data = directory.resolve("data");
        String user = "--user=" + System.getProperty("user.name");
        String dataDirectory = "--datadir=" + data;
        run("mariadb-install-db", "--no-defaults", user, dataDirectory, "--auth-root-authentication-method=normal");
        port = freePort();
        server = new ProcessBuilder(
                        program.toString(),
                        "--no-defaults",
                        user,
                        dataDirectory,
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + directory.resolve("socket"),
                        "--innodb-buffer-pool-size=32M",
                        "--server-id=1",
                        "--log-bin=" + data.resolve("log"),
                        "--binlog-format=ROW")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
        try {
            awaitStart();
            run("CREATE DATABASE shop");
            try (Connection c = dataSource().getConnection();
                    Statement s = c.createStatement()) {
                s.execute("CREATE TABLE t (id int PRIMARY KEY, a text)");
                s.execute(createContext());
            }
        } catch (IOException | SQLException | RuntimeException e) {
            server.destroyForcibly();
            throw e;
        }
    }

    /** As the README has it. */
    static String createContext() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int at = readme.indexOf("CREATE TABLE " + CONTEXT);
        return readme.substring(at, readme.indexOf(';', at));
    }

    MariaDbDataSource dataSource() throws SQLException {
        MariaDbDataSource dataSource = new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + port + "/shop");
        dataSource.setUser("root");
        dataSource.setPassword("");
        return dataSource;
    }

    void run(String sql) throws SQLException {
        MariaDbDataSource any = new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + port + "/");
        any.setUser("root");
        any.setPassword("");
        try (Connection c = any.getConnection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    /** What has been committed with rows since the last call, by the server's own reader of its log. */
    List<Transaction> committed() throws Exception {
        String file;
        try (Connection c = dataSource().getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SHOW MASTER STATUS")) {
            r.next();
            file = r.getString(1);
            s.execute("FLUSH BINARY LOGS");
        }
        Path log = directory.resolve("data").resolve(file);
        String text = run("mariadb-binlog", "--no-defaults", "--base64-output=decode-rows", "-v", log.toString());
        List<Transaction> transactions = new ArrayList<>();
        Transaction open = new Transaction(new ArrayList<>(), new ArrayList<>());
        String table = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("###")) {
                String row = line.substring(3).strip();
                if (row.matches(CHANGE)) {
                    table = row.replaceFirst(CHANGE, "$2");
                    open.order().add(table);
                    if (table.equals(CONTEXT)) {
                        open.traces().add("");
                    }
                } else if (table.equals(CONTEXT) && row.startsWith("@2='")) {
                    open.traces().set(open.traces().size() - 1, row.substring(4, row.length() - 1));
                }
            } else if (line.matches("#\\d+ .*\tGTID .*")) {
                open = new Transaction(new ArrayList<>(), new ArrayList<>());
            } else if (line.startsWith("COMMIT") || line.startsWith("XA PREPARE")) {
                if (!open.order().isEmpty()) {
                    transactions.add(open);
                }
            }
        }
        return transactions;
    }

    private void awaitStart() throws InterruptedException, SQLException, IOException {
        for (int i = 0; ; i++) {
            try {
                run("SELECT 1");
                return;
            } catch (SQLException e) {
                if (i == TRIES || !server.isAlive()) {
                    throw new IOException(Files.readString(directory.resolve("server.log")), e);
                }
                Thread.sleep(100);
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        return output;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            if (!server.waitFor(30, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
