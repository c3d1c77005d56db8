package io.rowtrail.audit.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The server process: killed without a word, as by a power cut, and started again over the same data. */
final class PostgresProcess {
    private final String url;
    private final Path data;

    private PostgresProcess(String url, Path data) {
        this.url = url;
        this.data = data;
    }

    /** The server that answers at {@code url}, a superuser's. */
    static PostgresProcess at(String url) throws SQLException {
        try (Connection superuser = DriverManager.getConnection(url);
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            return new PostgresProcess(url, Path.of(row.getString(1)));
        }
    }

    long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    }

    /** Kills the server; gives the command to start it again. */
    List<String> kill() throws IOException {
        long pid = pid();
        List<String> command = new ArrayList<>();
        // PostgreSQL refuses root; in a user namespace of its own it is nobody.
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
        command.addAll(List.of(line.split("\0")));
        // Where nobody asks how a process ended, its number looks taken for ever: no lock beside a socket is left
        // behind.
        command.addAll(List.of("-c", "unix_socket_directories="));
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.children().toList());
        server.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        return command;
    }

    void start(List<String> command) throws IOException, InterruptedException, SQLException {
        // The same for the lock in the data directory.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int tries = 0; ; tries++) {
            try {
                DriverManager.getConnection(url).close();
                return;
            } catch (SQLException notYet) {
                if (tries > 300) {
                    throw notYet;
                }
                Thread.sleep(100);
            }
        }
    }
}
