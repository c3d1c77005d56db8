package io.rowtrail.capture.source;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The database to capture.
 *
 * @param name the source's name; also the namespace of its change tables
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param tables the tables, {@code schema.table}
 * @param traceTable a table {@code trace_context(txid bigint, traceparent text)} that the application writes in its
 *     transactions, and that no change table is made for
 * @param rules what is written otherwise than it is
 */
public record SourceConfig(
        String name,
        String jdbcUrl,
        String user,
        String password,
        List<String> tables,
        Optional<String> traceTable,
        ColumnRules rules) {
    private static final String PREFIX = "jdbc:";
    private static final int DEFAULT_PORT = 5432;

    public SourceConfig {
        tables = List.copyOf(tables);
        if (!name.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("source.name is lower-case letters, digits and _, at most 40: " + name);
        }
        if (!jdbcUrl.startsWith(PREFIX + "postgresql://")) {
            throw new IllegalArgumentException("source.jdbc.url is jdbc:postgresql://host:port/database");
        }
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("source.tables names at least one table");
        }
        if (traceTable.filter(tables::contains).isPresent()) {
            throw new IllegalArgumentException("source.trace.table is not one of source.tables");
        }
        for (String table : published(tables, traceTable)) {
            if (!table.matches("[A-Za-z_][A-Za-z0-9_$]*\\.[A-Za-z_][A-Za-z0-9_$]*")) {
                throw new IllegalArgumentException("source.tables holds schema.table: " + table);
            }
        }
    }

    /** The tables that the source must publish: the captured ones and the trace table. */
    public List<String> published() {
        return published(tables, traceTable);
    }

    private static List<String> published(List<String> tables, Optional<String> traceTable) {
        List<String> all = new ArrayList<>(tables);
        traceTable.ifPresent(all::add);
        return all;
    }

    private URI address() {
        return URI.create(jdbcUrl.substring(PREFIX.length()));
    }

    public String host() {
        return address().getHost();
    }

    public int port() {
        return address().getPort() < 0 ? DEFAULT_PORT : address().getPort();
    }

    public String database() {
        return address().getPath().substring(1);
    }

    /** The replication slot and the publication have one name. */
    public String slot() {
        return "rowtrail_" + name;
    }

    /** The OpenLineage namespace of the source's tables. */
    public String openLineageNamespace() {
        return "postgres://" + host() + ":" + port();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SourceConfig[name=" + name + ", host=" + host() + ", port=" + port() + ", database=" + database()
                + ", user=" + user + ", tables=" + tables + "]";
    }
}
