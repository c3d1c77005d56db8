package io.rowtrail.capture;

import io.rowtrail.capture.SourceLedger.Change;
import io.rowtrail.capture.SourceLedger.Written;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Writes to one table by INSERT, COPY, bulk UPDATE and DELETE, traced and not, committed and rolled back. */
final class SourceWriter implements Runnable {
    private final SourceServer server;
    private final String table;
    private final SourceLedger ledger;
    private final Random random;
    private final AtomicBoolean stop;
    private final NavigableMap<Long, Long> live = new TreeMap<>();
    /** What was live before the open transaction. */
    private final NavigableMap<Long, Long> before = new TreeMap<>();
    /** The transaction that is being committed. */
    private Written undecided;
    /** A transaction is open. */
    private boolean dirty;

    private long nextId = 1_000_000;
    private long number;
    private volatile Throwable failure;

    SourceWriter(SourceServer server, String table, SourceLedger ledger, long seed, AtomicBoolean stop) {
        this.server = server;
        this.table = table;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.stop = stop;
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            while (!stop.get()) {
                try (Connection connection = server.connect("shop")) {
                    connection.setAutoCommit(false);
                    settle(connection);
                    while (!stop.get()) {
                        transaction(connection);
                        Thread.sleep(10 + random.nextInt(40));
                    }
                } catch (SQLException e) {
                    String state = String.valueOf(e.getSQLState());
                    if (!state.startsWith("08") && !state.startsWith("57")) {
                        throw e;
                    }
                    Thread.sleep(100); // the server was killed; it is coming back
                }
            }
            try (Connection connection = server.connect("shop")) {
                settle(connection);
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** Asks a server that came back what became of the transaction whose commit got no answer. */
    private void settle(Connection connection) throws SQLException {
        Written open = undecided;
        if (open != null) {
            try (Statement statement = connection.createStatement();
                    ResultSet status = statement.executeQuery("SELECT pg_xact_status('" + open.txid() + "'::xid8)")) {
                status.next();
                if (status.getString(1).equals("committed")) {
                    decided();
                }
            }
            connection.commit();
        }
        if (undecided != null || dirty) {
            live.clear();
            live.putAll(before);
        }
        undecided = null;
        dirty = false;
    }

    private void decided() {
        if (!undecided.changes().isEmpty()) {
            ledger.committed(undecided);
        }
        undecided = null;
        dirty = false;
    }

    private void transaction(Connection connection) throws Exception {
        number++;
        String trace = String.format("%016x%016x", 0x1234L + table.hashCode() % 1000, number);
        int binding = random.nextInt(10);
        List<Change> changes = new ArrayList<>();
        before.clear();
        before.putAll(live);
        dirty = true;
        if (binding < 6) {
            bind(connection, trace);
        } else if (binding == 6) {
            bindText(connection, "nonsense");
        }
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            write(connection, changes);
            if (binding == 7 && i == 0) {
                bind(connection, trace);
            }
        }
        long txid = txid(connection);
        if (random.nextInt(12) == 0) {
            connection.rollback();
            live.clear();
            live.putAll(before);
            dirty = false;
            return;
        }
        boolean traced = binding < 6 || binding == 7;
        undecided = new Written(
                txid,
                traced ? Optional.of(trace) : Optional.empty(),
                traced ? "message" : binding == 6 ? "invalid" : "none",
                changes);
        connection.commit();
        decided();
    }

    private static void bind(Connection connection, String trace) throws Exception {
        bindText(connection, "00-" + trace + "-00f067aa0ba902b7-01");
    }

    private static void bindText(Connection connection, String text) throws Exception {
        SourceServer.execute(connection, "SELECT pg_logical_emit_message(true, 'rowtrail', '" + text + "')");
    }

    private static long txid(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_current_xact_id()::text::bigint & 4294967295")) {
            result.next();
            return result.getLong(1);
        }
    }

    private void write(Connection connection, List<Change> changes) throws Exception {
        int dice = random.nextInt(100);
        if (dice < 55 || live.size() < 200) {
            insert(connection, changes);
        } else if (dice < 65) {
            copy(connection, changes);
        } else if (dice < 85) {
            update(connection, changes);
        } else {
            delete(connection, changes);
        }
    }

    private void insert(Connection connection, List<Change> changes) throws Exception {
        int rows = 1 + random.nextInt(5);
        for (int i = 0; i < rows; i++) {
            long id = nextId++;
            SourceServer.execute(
                    connection, "INSERT INTO " + table + " (id, v, note) VALUES (" + id + ", " + number + ", 'i')");
            live.put(id, number);
            changes.add(new Change(table, "c", id, number));
        }
    }

    /** Hundreds of these rows share one position in the log. */
    private void copy(Connection connection, List<Change> changes) throws Exception {
        int rows = 500 + random.nextInt(1500);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            long id = nextId++;
            text.append(id).append('\t').append(number).append("\tcopied\n");
            live.put(id, number);
            changes.add(new Change(table, "c", id, number));
        }
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        copies.copyIn("COPY " + table + " (id, v, note) FROM STDIN", new StringReader(text.toString()));
    }

    private NavigableMap<Long, Long> range() {
        long first = live.firstKey() + (long) (random.nextDouble() * (live.lastKey() - live.firstKey()));
        return live.subMap(first, true, first + 200 + random.nextInt(400), true);
    }

    private void update(Connection connection, List<Change> changes) throws Exception {
        NavigableMap<Long, Long> range = range();
        if (range.isEmpty()) {
            return;
        }
        SourceServer.execute(
                connection,
                "UPDATE " + table + " SET v = " + number + " WHERE id BETWEEN " + range.firstKey() + " AND "
                        + range.lastKey());
        range.replaceAll((id, v) -> number);
        range.forEach((id, v) -> changes.add(new Change(table, "u", id, v)));
    }

    private void delete(Connection connection, List<Change> changes) throws Exception {
        NavigableMap<Long, Long> range = range();
        if (range.isEmpty()) {
            return;
        }
        SourceServer.execute(
                connection,
                "DELETE FROM " + table + " WHERE id BETWEEN " + range.firstKey() + " AND " + range.lastKey());
        range.forEach((id, v) -> changes.add(new Change(table, "d", id, v)));
        range.clear();
    }
}
