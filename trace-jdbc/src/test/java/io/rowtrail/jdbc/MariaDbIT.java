package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rowtrail.jdbc.MariaDbServer.Transaction;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.TraceBinding;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MariaDB's binary log shows of traced transactions. */
class MariaDbIT {
    private static final TraceBinding A = BindingCase.trace('a', Origin.ORIGINATED);
    private static final TraceBinding B = BindingCase.trace('b', Origin.ASSERTED);
    private static final List<String> BOUND = List.of("rowtrail_context", "t");

    private static MariaDbServer server;

    private final Watch watch = new Watch();
    private List<TraceBinding> current = List.of(A);
    private TracingDataSource traced;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = MariaDbServer.installed();
        assumeTrue(program.isPresent(), "MariaDB is not installed (Debian: mariadb-server)");
        server = new MariaDbServer(program.get());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void forget() throws Exception {
        server.run("DELETE FROM shop.t");
        server.committed();
        traced = new TracingDataSource(server.dataSource(), () -> current, watch);
    }

    private Connection transaction() throws SQLException {
        Connection c = traced.getConnection();
        c.setAutoCommit(false);
        return c;
    }

    @Test
    void bindsATransactionOnceAndBeforeItsFirstChange() throws Exception {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeQuery("SELECT * FROM t");
            s.executeUpdate("REPLACE INTO t VALUES (1, 'x')");
            s.executeUpdate("UPDATE t SET a = 'y'");
            c.commit();
        }

        List<Transaction> committed = server.committed();
        assertThat(committed).hasSize(1);
        assertThat(committed.get(0).order()).containsExactly("rowtrail_context", "t", "t");
        assertThat(committed.get(0).traces()).containsExactly(A.format());
        assertThat(traced.counters()).isEqualTo(new TraceCounters(1, 0, 0, 0));
    }

    @Test
    void theSameTraceAgainOnOneConnectionIsTheNextTransactionsToo() throws Exception {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            assertThat(c.getAutoCommit()).isTrue();
            c.setAutoCommit(false);
            s.executeUpdate("INSERT INTO t VALUES (3, 'rolled back')");
            c.rollback();
            s.executeUpdate("INSERT INTO t VALUES (4, 'x')");
            c.commit();
        }

        assertThat(server.committed()).hasSize(3).allSatisfy(t -> {
            assertThat(t.order()).isEqualTo(BOUND);
            assertThat(t.traces()).containsExactly(A.format());
        });
    }

    @Test
    void readsAndReadOnlyTransactionsLeaveNothing() throws Exception {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeQuery("SELECT count(*) FROM t");
            s.execute("SHOW TABLES");
            c.commit();
            assertThat(traced.counters()).isEqualTo(new TraceCounters(0, 0, 0, 0));
            s.execute("START TRANSACTION READ ONLY");
            assertThatThrownBy(() -> s.executeUpdate("INSERT INTO t VALUES (1, 'x')"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            c.rollback();
        }

        assertThat(server.committed()).isEmpty();
        assertThat(traced.counters().bound()).isZero();
    }

    @Test
    void whatAConnectionWritesThatTheDriverOnlyCallsReadOnlyIsBound() throws Exception {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            c.setReadOnly(true);
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            c.commit();
        }

        assertThat(server.committed()).extracting(Transaction::order).containsExactly(BOUND);
    }

    @Test
    void withoutATraceTheWriteIsOnlyCounted() throws Exception {
        current = List.of();
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
        }

        assertThat(server.committed()).extracting(Transaction::order).containsExactly(List.of("t"));
        assertThat(traced.counters()).isEqualTo(new TraceCounters(0, 1, 0, 0));
    }

    @Test
    void severalTracesAreEachBoundInOrder() throws Exception {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            current = List.of(B, A);
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
        }

        assertThat(server.committed()).extracting(Transaction::traces).containsExactly(List.of(A.format(), B.format()));
    }

    @Test
    void whatASavepointTookBackIsWrittenAgain() throws Exception {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.execute("SAVEPOINT s");
            s.executeUpdate("INSERT INTO t VALUES (1, 'lost')");
            s.execute("ROLLBACK TO SAVEPOINT s");
            s.executeUpdate("INSERT INTO t VALUES (2, 'kept')");
            c.commit();
        }

        assertThat(server.committed()).extracting(Transaction::order).containsExactly(BOUND);
        assertThat(traced.counters().bound()).isEqualTo(2);
    }

    @Test
    void aDefinitionEndsTheTransactionAndTheNextOneIsBound() throws Exception {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.execute("CREATE OR REPLACE TABLE other (id int)");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
        }

        assertThat(server.committed()).extracting(Transaction::order).containsExactly(BOUND, BOUND);
    }

    @Test
    void aTransactionBegunInSqlIsNeverCommittedByUs() throws Exception {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.execute("BEGIN");
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.execute("CREATE TEMPORARY TABLE scratch (id int)");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            s.execute("ROLLBACK");
            try (ResultSet rows = s.executeQuery("SELECT count(*) FROM t")) {
                assertThat(BindingCase.value(rows)).isZero();
            }
        }

        assertThat(server.committed()).isEmpty();
    }

    @Test
    void branchesOfATransactionManagerCarryTheirTrace() throws Exception {
        XAConnection xa =
                TracingXADataSource.wrap(server.dataSource(), () -> current).getXAConnection();
        try (Connection c = xa.getConnection();
                Statement s = c.createStatement()) {
            for (int branch = 1; branch <= 2; branch++) {
                Xid xid = new Branch(branch);
                xa.getXAResource().start(xid, XAResource.TMNOFLAGS);
                s.executeUpdate("INSERT INTO t VALUES (" + branch + ", 'x')");
                xa.getXAResource().end(xid, XAResource.TMSUCCESS);
                xa.getXAResource().prepare(xid);
                xa.getXAResource().commit(xid, false);
            }
        } finally {
            xa.close();
        }

        assertThat(server.committed()).extracting(Transaction::order).containsExactly(BOUND, BOUND);
    }

    @Test
    void onePooledPreparedStatementServesManyTraces() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(traced);
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection c = pool.getConnection();
                PreparedStatement insert = c.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
            for (int id = 1; id <= 4; id += 2) {
                current = List.of(id == 1 ? A : B);
                for (int row = id; row < id + 2; row++) {
                    insert.setInt(1, row);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }

        assertThat(server.committed())
                .extracting(Transaction::traces)
                .containsExactly(List.of(A.format()), List.of(B.format()));
    }

    @Test
    void withoutTheTableNothingFailsAndItIsTriedAgainLater() throws Exception {
        server.run("RENAME TABLE shop.rowtrail_context TO shop.away");
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
            assertThat(traced.counters().failed()).isEqualTo(2);
            server.run("RENAME TABLE shop.away TO shop.rowtrail_context");
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            c.commit();
            watch.now = watch.now.plus(Duration.ofMinutes(2));
            s.executeUpdate("INSERT INTO t VALUES (4, 'x')");
            c.commit();
        } finally {
            server.run("CREATE TABLE IF NOT EXISTS shop.rowtrail_context LIKE shop.away");
        }

        assertThat(server.committed())
                .extracting(Transaction::order)
                .containsExactly(List.of("t", "t"), List.of("t"), BOUND);
    }

    @Test
    void aTransactionTheServerMayHaveRolledBackIsNotGoneOnWith() throws Exception {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement();
                Connection other = server.dataSource().getConnection();
                Statement lock = other.createStatement()) {
            s.execute("SET SESSION innodb_lock_wait_timeout = 1");
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            other.setAutoCommit(false);
            lock.executeQuery("SELECT * FROM rowtrail_context FOR UPDATE").close();
            c.setAutoCommit(false);
            assertThatThrownBy(() -> s.executeUpdate("INSERT INTO t VALUES (2, 'x')"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(1205));
            c.rollback();
            other.rollback();
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            c.commit();
        }

        assertThat(server.committed()).extracting(Transaction::order).containsExactly(BOUND, BOUND);
    }

    private record Branch(int number) implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {(byte) number};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }
}
