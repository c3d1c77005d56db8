package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Autocommit mode: the statement and its message share a transaction made for them. */
class AutocommitIT extends BindingCase {
    @Test
    void anAutocommittedStatementSharesItsTransactionWithTheMessage() throws SQLException {
        try (Connection c = traced.getConnection();
                PreparedStatement insert =
                        c.prepareStatement("INSERT INTO t VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setInt(1, 1);
            insert.setString(2, "x");
            assertThat(insert.executeUpdate()).isEqualTo(1);
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getInt(1)).isEqualTo(1);
            }
            assertThat(c.getAutoCommit()).isTrue();
        }

        assertThat(only().messages()).containsExactly(A.format());
    }

    @Test
    void aFailedAutocommittedStatementLeavesNothingAndTheConnectionUsable() throws SQLException {
        database.run("INSERT INTO t VALUES (1, 'x')");
        database.committed();
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            assertThatThrownBy(() -> s.executeUpdate("INSERT INTO t VALUES (1, 'y')"))
                    .hasMessageContaining("duplicate key");
            assertThat(c.getAutoCommit()).isTrue();
            assertThat(s.executeUpdate("UPDATE t SET a = 'z'")).isEqualTo(1);
        }

        assertThat(only().messages()).containsExactly(A.format());
    }

    @Test
    void rowsReturnedByAnAutocommittedWriteOutliveItsTransaction() throws SQLException {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.setFetchSize(2);
            int rows = 0;
            try (ResultSet r =
                    s.executeQuery("WITH x AS (INSERT INTO t SELECT g, 'x' FROM generate_series(1, 9) g RETURNING id)"
                            + " SELECT id FROM x")) {
                while (r.next()) {
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(9);
            assertThat(s.getFetchSize()).isEqualTo(2);
        }

        assertThat(only().changes()).hasSize(9);
    }

    @Test
    void aTransactionBegunInSqlIsBoundInAutocommitMode() throws SQLException {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.execute("BEGIN");
            s.executeUpdate("INSERT INTO t VALUES (1, 'x')");
            s.executeUpdate("INSERT INTO t VALUES (2, 'x')");
            s.execute("COMMIT");
            s.execute("BEGIN ISOLATION LEVEL SERIALIZABLE");
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
            s.execute("ROLLBACK");
            s.executeUpdate("INSERT INTO t VALUES (4, 'x')");
        }

        assertThat(database.committed())
                .extracting(Transaction::order)
                .containsExactly(List.of("message", "change", "change"), List.of("message", "change"));
    }

    @Test
    void aTextOfSeveralStatementsIsBoundUnlessItHoldsItsOwnTransaction() throws SQLException {
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.execute("INSERT INTO t VALUES (1, 'x'); INSERT INTO u VALUES (1)");
            s.execute("BEGIN; INSERT INTO t VALUES (2, 'x'); COMMIT");
            s.executeUpdate("INSERT INTO t VALUES (3, 'x')");
        }

        assertThat(database.committed())
                .extracting(Transaction::order)
                .containsExactly(
                        List.of("message", "change", "change"), List.of("change"), List.of("message", "change"));
        assertThat(traced.counters().unbindable()).isEqualTo(1);
    }

    @Test
    void aConstraintDeferredToTheCommitFailsTheAutocommittedStatement() throws SQLException {
        database.run("CREATE TABLE d (id int PRIMARY KEY, p int REFERENCES d DEFERRABLE INITIALLY DEFERRED)");
        database.committed();
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            assertThatThrownBy(() -> s.executeUpdate("INSERT INTO d VALUES (1, 7)"))
                    .hasMessageContaining("foreign key");
            assertThat(c.getAutoCommit()).isTrue();
            s.executeUpdate("INSERT INTO d VALUES (1, 1)");
        }

        assertThat(only().order()).containsExactly("message", "change");
    }

    @Test
    void aBatchIsBoundAsAWhole() throws SQLException {
        try (Connection c = traced.getConnection()) {
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
                for (int id = 1; id <= 3; id++) {
                    insert.setInt(1, id);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            }
            try (Statement s = c.createStatement()) {
                s.addBatch("SET LOCAL work_mem = '4MB'");
                s.addBatch("DELETE FROM t WHERE id = 1");
                s.executeBatch();
                s.addBatch("SET SESSION work_mem = '4MB'");
                s.executeBatch();
            }
        }

        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(2);
        assertThat(committed.get(0).order()).containsExactly("message", "change", "change", "change");
        assertThat(committed.get(1).order()).containsExactly("message", "change");
    }
}
