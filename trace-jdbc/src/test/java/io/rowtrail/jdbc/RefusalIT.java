package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A user who may not emit messages, for a while or at all. */
class RefusalIT {
    private static final String FUNCTION = "pg_logical_emit_message(boolean, text, text, boolean)";
    private static final TraceBinding TRACE = new TraceBinding(
            new Traceparent(new TraceId("a".repeat(32)), new SpanId("b".repeat(16)), 1), Origin.UNSTATED);

    private static LogicalDatabase database;

    private final Watch watch = new Watch();
    private final TracingDataSource traced = new TracingDataSource(plainUser(), () -> List.of(TRACE), watch);

    @BeforeAll
    static void start() throws Exception {
        database = new LogicalDatabase();
        database.run("CREATE ROLE plain LOGIN", "GRANT ALL ON t, u TO plain");
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void refuse() throws SQLException {
        database.run("TRUNCATE t, u", "REVOKE EXECUTE ON FUNCTION " + FUNCTION + " FROM public");
        database.committed();
    }

    @Test
    void aRefusedMessageHarmsNothingAndIsTriedAgainLater() throws SQLException {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
            c.setAutoCommit(true);
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            assertThat(messages()).containsExactly(0, 0);
            assertThat(traced.counters().failed()).isEqualTo(3);
            assertThat(traced.counters().bound()).isZero();

            database.run("GRANT EXECUTE ON FUNCTION " + FUNCTION + " TO public");
            s.executeUpdate("INSERT INTO t VALUES (4, 'x')");
            assertThat(messages()).as("not tried before its time").containsExactly(0);
            watch.now = watch.now.plus(Duration.ofMinutes(2));
            s.executeUpdate("INSERT INTO t VALUES (5, 'x')");
            assertThat(messages()).containsExactly(1);
        }
    }

    @Test
    void aRightTakenAwayLaterDoesNotFailATransactionThatHasDoneNothingYet() throws SQLException {
        database.run("GRANT EXECUTE ON FUNCTION " + FUNCTION + " TO public");
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            assertThat(messages()).containsExactly(1);

            database.run("REVOKE EXECUTE ON FUNCTION " + FUNCTION + " FROM public");
            c.setAutoCommit(false);
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            c.commit();
            assertThat(messages()).containsExactly(0, 0);
        }
    }

    private static List<Integer> messages() throws SQLException {
        return database.committed().stream()
                .map(Transaction::messages)
                .map(List::size)
                .toList();
    }

    private static PGSimpleDataSource plainUser() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.url("plain"));
        return dataSource;
    }
}
