package io.rowtrail.bench.ingest;

import io.rowtrail.quickstart.postgres.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is on disk. PostgreSQL: each table with its indexes and TOAST, without the write-ahead log. Neo4j: the store with its
 * indexes, read while it is stopped so that nothing is in memory only, and beside it the transaction logs, which are rotated
 * and bounded and no growth.
 *
 * @param tables bytes by table
 * @param files bytes of Neo4j's store by file, indexes by their number
 * @param transactionLogs bytes of Neo4j's transaction logs
 */
record StoredBytes(Map<String, Long> tables, Map<String, Long> files, long transactionLogs) {
    private static final String TABLES = "select n.nspname || '.' || c.relname, pg_total_relation_size(c.oid)"
            + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')";

    static StoredBytes now(Databases databases, Path neo4jHome) throws SQLException {
        Map<String, Long> tables = new TreeMap<>();
        try (Connection connection = databases.connect(Databases.AUDIT, Databases.SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.put(rows.getString(1), rows.getLong(2));
            }
        }
        Path data = neo4jHome.resolve("data");
        return new StoredBytes(
                tables,
                tree(data.resolve("databases").resolve("neo4j")),
                sum(tree(data.resolve("transactions").resolve("neo4j"))));
    }

    long postgres() {
        return sum(tables);
    }

    long store() {
        return sum(files);
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> tree(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> name(root, file), StoredBytes::size, Long::sum, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The full-text indexes are directories of many files that come and go. */
    private static String name(Path root, Path file) {
        String path = root.relativize(file).toString();
        return path.contains("fulltext") ? "fulltext" : file.getFileName().toString();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
