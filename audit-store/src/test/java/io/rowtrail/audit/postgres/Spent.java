package io.rowtrail.audit.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * What has been spent so far.
 *
 * @param jvm CPU seconds of this process
 * @param postgres CPU seconds of all processes of the PostgreSQL server, those that ended too
 * @param database bytes of the database, indexes included
 * @param wal bytes of write-ahead log
 */
record Spent(double jvm, double postgres, long database, long wal) {
    private static final double TICKS = 100;

    static Spent sofar(LocalPostgres postgres) throws SQLException, IOException {
        try (Connection superuser = postgres.as("postgres");
                Statement statement = superuser.createStatement()) {
            return new Spent(
                    cpu(ProcessHandle.current().pid()),
                    family(LocalPostgres.process().pid()),
                    number(statement, "select pg_database_size(current_database())"),
                    number(statement, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
        }
    }

    Spent since(Spent before) {
        return new Spent(jvm - before.jvm, postgres - before.postgres, database - before.database, wal - before.wal);
    }

    private static double family(long server) throws IOException {
        List<String> own = stat(server);
        double sum = cpu(server) + (Long.parseLong(own.get(13)) + Long.parseLong(own.get(14))) / TICKS;
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(server).orElseThrow().children()) {
            for (ProcessHandle child : children.toList()) {
                sum += cpu(child.pid());
            }
        }
        return sum;
    }

    private static double cpu(long process) throws IOException {
        List<String> stat = stat(process);
        return stat.isEmpty() ? 0 : (Long.parseLong(stat.get(11)) + Long.parseLong(stat.get(12))) / TICKS;
    }

    /** The fields of {@code /proc/<pid>/stat} behind the command's name, beginning with the state. */
    private static List<String> stat(long process) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        } catch (NoSuchFileException ended) {
            return List.of();
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        return Long.parseLong(text(statement, sql));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
