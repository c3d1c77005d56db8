package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold at the source before the capture starts; each failure is one sentence with its mend. */
public final class SourceChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceChecks.class);
    /** A killed capture's connection is seen as gone by the server after a moment. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(30);

    private static final Duration SLOT_POLL = Duration.ofMillis(250);

    private final SourceConfig config;
    private final Connection connection;

    private SourceChecks(SourceConfig config, Connection connection) {
        this.config = config;
        this.connection = connection;
    }

    /** Connects to the source. */
    public static SourceChecks connect(SourceConfig config) {
        try {
            return new SourceChecks(
                    config, DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password()));
        } catch (SQLException e) {
            throw new CaptureException(
                    "cannot connect to " + config.host() + ":" + config.port() + "/" + config.database() + " as "
                            + config.user() + ": " + e.getMessage()
                            + "; check source.jdbc.url, source.user and source.password",
                    e);
        }
    }

    /** A table as the source has it now. */
    static SourceTable shapeNow(SourceConfig config, SourceTable table) {
        try (SourceChecks source = connect(config)) {
            return TableCatalog.read(source.connection, table.qualifiedName());
        }
    }

    /** Server settings and rights. */
    public void server() {
        String walLevel = one("SHOW wal_level").orElse("unknown");
        if (!walLevel.equals("logical")) {
            throw new CaptureException(
                    "wal_level is " + walLevel + ": set wal_level = logical in postgresql.conf and restart the server");
        }
        String may = one("SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user")
                .orElse("f");
        if (!may.equals("t")) {
            throw new CaptureException(
                    "role " + config.user() + " may not replicate: ALTER ROLE " + config.user() + " REPLICATION");
        }
        boolean published = one("SELECT 1 FROM pg_publication WHERE pubname = ?", config.slot())
                .isPresent();
        String create = one("SELECT has_database_privilege(current_database(), 'CREATE')")
                .orElse("f");
        if (!published && !create.equals("t")) {
            throw new CaptureException("there is no publication " + config.slot() + " and role " + config.user()
                    + " may not create it: GRANT CREATE ON DATABASE " + config.database() + " TO " + config.user()
                    + ", or create the publication for the captured tables");
        }
    }

    /** The captured tables, by qualified name, each with key, replica identity and right to read checked. */
    public Map<String, SourceTable> tables() {
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        for (String qualified : config.tables()) {
            tables.put(qualified, TableCatalog.read(connection, qualified));
        }
        tables.values().forEach(this::check);
        return tables;
    }

    private void check(SourceTable table) {
        String name = table.qualifiedName();
        if (table.key().isEmpty()) {
            throw new CaptureException("table " + name
                    + " has no primary key: add one (ALTER TABLE " + name
                    + " ADD PRIMARY KEY …) or take it out of source.tables");
        }
        String select =
                one("SELECT has_table_privilege(?::regclass, 'SELECT')", name).orElse("f");
        if (!select.equals("t")) {
            throw new CaptureException("role " + config.user() + " may not read " + name + ": GRANT SELECT ON " + name
                    + " TO " + config.user());
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

    /** The replication slot: whether it exists, is ours to take, and still has its log. */
    public boolean slotExists() {
        long deadline = System.nanoTime() + SLOT_PATIENCE.toNanos();
        while (true) {
            Optional<String> state = one(
                    "SELECT concat_ws(' ', active, coalesce(active_pid, 0), database, plugin, wal_status)"
                            + " FROM pg_replication_slots WHERE slot_name = ?",
                    config.slot());
            if (state.isEmpty()) {
                return false;
            }
            String[] parts = state.get().split(" ", -1);
            if (!parts[2].equals(config.database()) || !parts[3].equals("pgoutput")) {
                throw new CaptureException("replication slot " + config.slot() + " belongs to database " + parts[2]
                        + " and plug-in " + parts[3] + ": choose another source.name");
            }
            if (parts[4].equals("lost")) {
                throw new CaptureException("replication slot " + config.slot()
                        + " has lost its log (max_slot_wal_keep_size): changes are missing; drop the slot and the"
                        + " capture's state.dir and start with a higher source.incarnation and a new snapshot");
            }
            if (parts[0].equals("f")) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new CaptureException("replication slot " + config.slot() + " is taken by server process "
                        + parts[1] + ": stop the other capture of source " + config.name()
                        + ", or SELECT pg_terminate_backend(" + parts[1] + ") if it is gone");
            }
            pause();
        }
    }

    /** Drops our slot: the next start of Debezium makes it anew together with a consistent snapshot. */
    public void dropSlot() {
        one("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?", config.slot());
    }

    private static void pause() {
        try {
            Thread.sleep(SLOT_POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while waiting for the replication slot", e);
        }
    }

    private Optional<String> one(String sql, String... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new CaptureException("the source refused a check: " + e.getMessage(), e);
        }
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
