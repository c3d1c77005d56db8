package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What a transaction carries, by JDBC's own means of steering it. */
class TracingDataSourceIT extends BindingCase {
    @Test
    void bindsATransactionOnceAndBeforeItsFirstChange() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeQuery("SELECT * FROM t");
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.executeUpdate("UPDATE t SET a = 'y'");
            c.commit();
        }

        assertThat(only().messages()).containsExactly(A.format());
        assertThat(A.format()).endsWith(";o=o");
        assertThat(traced.counters()).isEqualTo(new TraceCounters(1, 0, 0, 0));
    }

    @Test
    void readsLeaveNothing() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeQuery("SELECT * FROM t");
            s.execute("EXPLAIN INSERT INTO t VALUES (1)");
            c.commit();
            c.setAutoCommit(true);
            s.executeQuery("WITH x AS (SELECT 1) SELECT * FROM x");
        }

        assertThat(database.committed()).isEmpty();
        assertThat(traced.counters()).isEqualTo(new TraceCounters(0, 0, 0, 0));
    }

    @Test
    void aReadOnlyTransactionIsNeverBound() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            c.setReadOnly(true);
            assertThatThrownBy(() -> s.executeUpdate("INSERT INTO t VALUES (1, 'x')"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            c.rollback();
        }

        assertThat(traced.counters().bound()).isZero();
    }

    @Test
    void aMessageThatASavepointTookBackIsEmittedAgain() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            Savepoint before = c.setSavepoint();
            s.executeUpdate("INSERT INTO t VALUES (1, 'lost')");
            c.rollback(before);
            s.executeUpdate("INSERT INTO t VALUES (2, 'kept')");
            Savepoint after = c.setSavepoint("named");
            s.executeUpdate("INSERT INTO t VALUES (3, 'lost')");
            c.rollback(after);
            s.executeUpdate("INSERT INTO t VALUES (4, 'kept')");
            c.commit();
        }

        Transaction only = only();
        assertThat(only.order()).containsExactly("message", "change", "change");
        assertThat(traced.counters().bound()).isEqualTo(2);
    }

    @Test
    void savepointsInSqlTextCountTheSame() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.execute("SAVEPOINT s");
            s.executeUpdate("INSERT INTO t VALUES (1, 'lost')");
            s.execute("SAVEPOINT S");
            s.execute("RELEASE s");
            s.execute("ROLLBACK TO SAVEPOINT s");
            s.executeUpdate("INSERT INTO t VALUES (2, 'kept')");
            s.execute("COMMIT");
            s.executeUpdate("INSERT INTO t VALUES (3, 'kept')");
            c.commit();
        }

        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(2);
        assertThat(committed).allSatisfy(t -> assertThat(t.order()).containsExactly("message", "change"));
    }

    @Test
    void eachOfSeveralTracesIsBoundOnce() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            current = List.of(B, A, B);
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            current = List.of(A);
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            c.commit();
        }

        assertThat(only().messages()).containsExactly(A.format(), B.format());
    }

    @Test
    void theNextTransactionOfAConnectionIsBoundAnew() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            c.rollback();
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            c.setAutoCommit(true);
            c.setAutoCommit(false);
            current = List.of(B);
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
        }

        assertThat(database.committed())
                .extracting(Transaction::messages)
                .containsExactly(List.of(A.format()), List.of(B.format()));
    }

    @Test
    void withoutATraceTheWriteIsOnlyCounted() throws SQLException {
        current = List.of();
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
            c.setAutoCommit(true);
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            s.executeUpdate("INSERT INTO t VALUES (4, 'x')");
        }

        assertThat(database.committed())
                .hasSize(3)
                .allSatisfy(t -> assertThat(t.messages()).isEmpty());
        assertThat(traced.counters()).isEqualTo(new TraceCounters(0, 3, 0, 0));
    }

    @Test
    void whatLeadsBackFromAStatementLeadsToTheWrapper() throws SQLException {
        try (Connection c = traced.getConnection();
                PreparedStatement s = c.prepareStatement("SELECT 1")) {
            assertThat(s.getConnection()).isSameAs(c);
            assertThat(c.getMetaData().getConnection()).isSameAs(c);
            assertThat(c.unwrap(Connection.class)).isSameAs(c);
            assertThat(c.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(c).isEqualTo(c).hasSameHashCodeAs(c);
            assertThat(traced.unwrap(TracingDataSource.class)).isSameAs(traced);
        }
    }

    @Test
    void aSourceThatThrowsIsCountedAndHarmsNothing() throws SQLException {
        traced = TracingDataSource.wrap(database.dataSource(), () -> {
            throw new IllegalStateException("no trace today");
        });
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            c.commit();
        }

        assertThat(only().messages()).isEmpty();
        assertThat(traced.counters()).isEqualTo(new TraceCounters(0, 1, 1, 0));
    }

    @Test
    void anAbortedTransactionIsLeftToTheApplication() throws SQLException {
        database.run("INSERT INTO t VALUES (1, 'x')");
        database.committed();
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            assertThatThrownBy(() -> s.executeQuery("SELECT 1 / 0")).hasMessageContaining("division by zero");
            assertThatThrownBy(() -> s.executeUpdate("INSERT INTO t VALUES (2, 'x')"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            c.rollback();
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
        }

        assertThat(only().messages()).containsExactly(A.format());
    }

    @Test
    void aPreparedTransactionCarriesItsMessage() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.execute("PREPARE TRANSACTION 'later'");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            c.commit();
            c.setAutoCommit(true);
            s.execute("COMMIT PREPARED 'later'");
        }

        assertThat(database.committed())
                .hasSize(2)
                .allSatisfy(t -> assertThat(t.order()).containsExactly("message", "change"));
    }

    @Test
    void aPoolInFrontOrBehindIsTheSame() throws SQLException {
        HikariConfig behind = new HikariConfig();
        behind.setDataSource(database.dataSource());
        behind.setMaximumPoolSize(1);
        HikariConfig front = new HikariConfig();
        front.setDataSource(traced);
        front.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(behind);
                HikariDataSource tracedPool = new HikariDataSource(front)) {
            traced = TracingDataSource.wrap(pool, () -> current);
            for (DataSource dataSource : List.of(traced, tracedPool)) {
                for (int id = 1; id <= 2; id++) {
                    try (Connection c = dataSource.getConnection();
                            Statement s = c.createStatement()) {
                        c.setAutoCommit(false);
                        s.executeUpdate("INSERT INTO t VALUES (" + id + ", 'given up by closing')");
                    }
                    try (Connection c = dataSource.getConnection();
                            Statement s = c.createStatement()) {
                        s.executeUpdate("INSERT INTO u VALUES (" + id + ")");
                        assertThat(c.unwrap(PGConnection.class)
                                        .getCopyAPI()
                                        .copyIn("COPY u FROM STDIN", new StringReader("7\n")))
                                .isEqualTo(1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        assertThat(database.committed())
                .hasSize(8)
                .allSatisfy(t -> assertThat(t.order()).containsExactly("message", "change"));
    }
}
