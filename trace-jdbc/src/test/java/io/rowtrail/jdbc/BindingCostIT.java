package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.jdbc.trigger.BindingTriggers;
import io.rowtrail.jdbc.trigger.TableName;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What binding costs a small transaction, by each way of doing it, in rounds that take turns. */
class BindingCostIT {
    private static final int ROUNDS = 40;
    private static final int TRANSACTIONS = 100;
    private static final String EMIT = "SELECT pg_logical_emit_message(true, 'rowtrail', CAST(? AS text))";
    private static final String INSERT = "INSERT INTO cost VALUES (?, ?)";

    /** How the message gets there. */
    private enum Way {
        NOT_BOUND,
        TRACE_JDBC,
        OWN_ROUND_TRIP,
        PIPELINED,
        IN_STATEMENT,
        TRIGGER_UNBOUND,
        TRIGGER_BOUND
    }

    private final Random random = new Random(7);
    private TraceBinding current = next();
    private long id;

    private TraceBinding next() {
        TraceId trace = new TraceId(String.format("%016x%016x", random.nextLong() | 1, random.nextLong()));
        return new TraceBinding(new Traceparent(trace, new SpanId("00f067aa0ba902b7"), 1), Origin.ASSERTED);
    }

    @Test
    void isMeasured() throws Exception {
        assumeTrue(Boolean.getBoolean("rowtrail.long"), "costs are measured with -Plong");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setPort(0)
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("checkpoint_timeout", "1h")
                        .setServerConfig("max_wal_size", "8GB")
                        .start();
                Connection plain = postgres.getPostgresDatabase().getConnection();
                Connection traced = TracingDataSource.wrap(postgres.getPostgresDatabase(), () -> List.of(current))
                        .getConnection()) {
            for (int rows : new int[] {10, 1}) {
                measure(plain, traced, rows);
            }
        }
    }

    private void measure(Connection plain, Connection traced, int rows) throws SQLException {
        try (Statement s = plain.createStatement()) {
            s.execute("DROP TABLE IF EXISTS cost, bound");
            s.execute("CREATE TABLE cost (id bigint, note text)");
            s.execute("CREATE TABLE bound (id bigint, note text)");
            s.execute("CHECKPOINT");
        }
        new BindingTriggers(plain).install(List.of(TableName.parse("bound")));
        plain.setAutoCommit(false);
        traced.setAutoCommit(false);
        Map<Way, List<Long>> nanos = new EnumMap<>(Way.class);
        Map<Way, List<Long>> wal = new EnumMap<>(Way.class);
        List<Way> ways = new ArrayList<>(List.of(Way.values()));
        for (int round = -5; round < ROUNDS; round++) {
            Collections.shuffle(ways, random);
            for (Way way : ways) {
                Connection c = way == Way.TRACE_JDBC ? traced : plain;
                long before = written(plain);
                for (int i = 0; i < TRANSACTIONS; i++) {
                    current = next();
                    long begun = System.nanoTime();
                    transaction(c, way, rows);
                    if (round >= 0) {
                        nanos.computeIfAbsent(way, w -> new ArrayList<>()).add(System.nanoTime() - begun);
                    }
                }
                if (round >= 0) {
                    wal.computeIfAbsent(way, w -> new ArrayList<>()).add(written(plain) - before);
                }
            }
        }
        plain.setAutoCommit(true);
        report(rows, nanos, wal);
    }

    private static void report(int rows, Map<Way, List<Long>> nanos, Map<Way, List<Long>> wal) {
        double bare = median(wal.get(Way.NOT_BOUND));
        long bareP50 = 0;
        for (Way way : Way.values()) {
            long[] sorted = sorted(nanos.get(way));
            long p50 = sorted[sorted.length / 2];
            bareP50 = way == Way.NOT_BOUND ? p50 : bareP50;
            double more = (median(wal.get(way)) - bare) / TRANSACTIONS;
            System.out.printf(
                    "rows %d %-16s p50 %d us (%+.1f %%), p99 %d us, %.0f transactions/s, WAL +%.1f bytes%n",
                    rows,
                    way,
                    p50 / 1000,
                    100.0 * (p50 - bareP50) / bareP50,
                    sorted[sorted.length * 99 / 100] / 1000,
                    1e9 * sorted.length / Arrays.stream(sorted).sum(),
                    more);
        }
        // A record of 120 bytes; of every 8,192 bytes of log 24 are a page's header.
        double more = (median(wal.get(Way.TRACE_JDBC)) - bare) / TRANSACTIONS;
        assertThat(more).as("bytes of WAL a transaction").isBetween(60.0, 121.0);
    }

    private static long[] sorted(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Of the rounds, some of which the server's own records fall into. */
    private static double median(List<Long> values) {
        return sorted(values)[values.size() / 2];
    }

    private static long written(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet lsn = s.executeQuery("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")) {
            lsn.next();
            long written = lsn.getLong(1);
            c.commit();
            return written;
        }
    }

    private void transaction(Connection c, Way way, int rows) throws SQLException {
        int first = 0;
        String insert = way.name().startsWith("TRIGGER") ? INSERT.replace("cost", "bound") : INSERT;
        switch (way) {
            case OWN_ROUND_TRIP -> run(c, EMIT, current.format());
            case TRIGGER_BOUND ->
                run(c, "SELECT set_config('rowtrail.traceparent', CAST(? AS text), true)", current.format());
            case PIPELINED -> {
                run(c, EMIT + "; " + INSERT, current.format(), id++, "a note of some length");
                first = 1;
            }
            case IN_STATEMENT -> {
                run(
                        c,
                        "WITH m AS MATERIALIZED (" + EMIT + ") INSERT INTO cost SELECT ?, ? FROM m",
                        current.format(),
                        id++,
                        "a note of some length");
                first = 1;
            }
            case NOT_BOUND, TRACE_JDBC, TRIGGER_UNBOUND -> {}
        }
        for (int row = first; row < rows; row++) {
            run(c, insert, id++, "a note of some length");
        }
        c.commit();
    }

    private static void run(Connection c, String sql, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            s.execute();
        }
    }
}
