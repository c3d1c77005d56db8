package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.UnreachableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold at the source before the capture starts; each failure is one sentence with its mend. */
public final class SourceChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceChecks.class);

    private final SourceConfig config;
    private final Connection connection;
    private final Questions source;

    private SourceChecks(SourceConfig config, Connection connection) {
        this.config = config;
        this.connection = connection;
        this.source = new Questions(connection);
    }

    /** Connects to the source. */
    public static SourceChecks connect(SourceConfig config) {
        try {
            return new SourceChecks(
                    config, DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password()));
        } catch (SQLException e) {
            throw new UnreachableException(
                    "cannot connect to " + config.host() + ":" + config.port() + "/" + config.database() + " as "
                            + config.user() + ": " + e.getMessage()
                            + "; check source.jdbc.url, source.user and source.password",
                    e);
        }
    }

    Questions questions() {
        return source;
    }

    /** A table as the source has it now. */
    static SourceTable shapeNow(SourceConfig config, SourceTable table) {
        try (SourceChecks source = connect(config)) {
            return config.rules().applied(TableCatalog.read(source.connection, table.qualifiedName()));
        }
    }

    /** Server settings and rights. */
    public void server() {
        String walLevel = source.one("SHOW wal_level").orElse("unknown");
        if (!walLevel.equals("logical")) {
            throw new CaptureException(
                    "wal_level is " + walLevel + ": set wal_level = logical in postgresql.conf and restart the server");
        }
        if (source.holds("pg_is_in_recovery()")) {
            throw new CaptureException(
                    "the server is a standby, where no publication and no slot with a snapshot can be"
                            + " made: set source.jdbc.url to the primary");
        }
        if (!source.holds("rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user")) {
            throw new CaptureException(
                    "role " + config.user() + " may not replicate: ALTER ROLE " + config.user() + " REPLICATION");
        }
        if (source.holds(
                "count(*) >= current_setting('max_wal_senders')::int FROM pg_stat_replication WHERE pid NOT IN"
                        + " (SELECT coalesce(active_pid, 0) FROM pg_replication_slots WHERE slot_name = ?)",
                config.slot())) {
            throw new CaptureException("all WAL senders of the server are busy: raise max_wal_senders and restart it");
        }
    }

    /** The captured tables as the lake is to have them, each with key, replica identity and right to read checked. */
    public Map<String, SourceTable> tables() {
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        for (String qualified : config.tables()) {
            tables.put(qualified, TableCatalog.read(connection, qualified));
        }
        tables.values().forEach(this::check);
        config.rules().check(tables);
        config.traceTable().ifPresent(this::checkTraceTable);
        tables.replaceAll((name, table) -> config.rules().applied(table));
        return tables;
    }

    private void checkTraceTable(String name) {
        SourceTable table = TableCatalog.read(connection, name);
        if (!table.columns().containsKey("traceparent")) {
            throw new CaptureException("source.trace.table " + name + " has no column traceparent: CREATE TABLE " + name
                    + " (txid bigint, traceparent text)");
        }
        if (table.key().isEmpty() && table.replicaIdentity() != SourceTable.ReplicaIdentity.FULL) {
            throw new CaptureException("rows could not be deleted from source.trace.table " + name
                    + " once it is published: ALTER TABLE " + name + " REPLICA IDENTITY FULL");
        }
    }

    private void check(SourceTable table) {
        String name = table.qualifiedName();
        if (table.key().isEmpty()) {
            throw new CaptureException("table " + name
                    + " has no primary key: add one (ALTER TABLE " + name
                    + " ADD PRIMARY KEY …) or take it out of source.tables");
        }
        if (!source.holds("has_table_privilege(?::regclass, 'SELECT')", table.quotedName())) {
            throw new CaptureException("role " + config.user() + " may not read " + name + ": GRANT SELECT ON " + name
                    + " TO " + config.user());
        }
        if (source.holds("relpersistence <> 'p' FROM pg_class WHERE oid = ?::regclass", table.quotedName())) {
            throw new CaptureException("table " + name + " is unlogged, so its changes are in no log: ALTER TABLE "
                    + name + " SET LOGGED");
        }
        switch (table.replicaIdentity()) {
            case NOTHING ->
                throw new CaptureException("table " + name
                        + " has replica identity nothing, so updates and deletes of a published table fail: ALTER TABLE "
                        + name + " REPLICA IDENTITY FULL");
            case DEFAULT, INDEX ->
                LOG.warn(
                        "table={} replicaIdentity={} advice=\"deletes will hold key columns only, unchanged large values"
                                + " are unknown; ALTER TABLE {} REPLICA IDENTITY FULL gives the whole old row\"",
                        name,
                        table.replicaIdentity(),
                        name);
            case FULL -> LOG.debug("table={} replicaIdentity=FULL", name);
        }
    }

    /**
     * How the replication slot is found; one that is there is ours to take.
     *
     * @param patience how long to wait for another process to let go of it
     */
    public SlotState slot(Duration patience) {
        return new ReplicationSlot(config, source).state(patience);
    }

    /** Which server this is: its cluster's identifier, the same for all its copies. */
    public String systemIdentifier() {
        return source.one("SELECT system_identifier::text FROM pg_control_system()")
                .orElse("unknown");
    }

    /** Where the source's log ends. */
    public long logEnd() {
        return Long.parseLong(source.one("SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint")
                .orElse("0"));
    }

    /** Drops our slot: the next start of Debezium makes it anew together with a consistent snapshot. */
    public void dropSlot() {
        new ReplicationSlot(config, source).drop();
    }

    /** Who keeps the publication; a role that cannot and would have to is told what to ask for. */
    public Publication.Upkeep publication() {
        return Publication.check(config, source);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("closing the check connection failed", e);
        }
    }
}
