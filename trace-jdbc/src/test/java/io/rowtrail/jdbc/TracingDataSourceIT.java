package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

class TracingDataSourceIT {
    private static final TraceBinding A = trace('a', Origin.ORIGINATED);
    private static final TraceBinding B = trace('b', Origin.ASSERTED);

    private static LogicalDatabase database;

    private List<TraceBinding> current = List.of(A);
    private TracingDataSource traced = TracingDataSource.wrap(database.dataSource(), () -> current);

    @BeforeAll
    static void start() throws Exception {
        database = new LogicalDatabase();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void forget() throws SQLException {
        database.run("TRUNCATE t, u");
        database.committed();
    }

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
        assertThat(A.format()).endsWith(";origin=originated");
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
    void proceduresAndFunctionsAreBound() throws SQLException {
        database.run(
                "CREATE OR REPLACE PROCEDURE put(i int) LANGUAGE sql AS $$ INSERT INTO t VALUES (i, 'p') $$",
                "CREATE OR REPLACE FUNCTION add(i int) RETURNS int LANGUAGE sql"
                        + " AS $$ INSERT INTO t VALUES (i, 'f') RETURNING id $$");
        database.committed();
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.execute("CALL put(1)");
            s.execute("DO $$ BEGIN INSERT INTO t VALUES (2, 'd'); END $$");
            try (CallableStatement call = c.prepareCall("{? = call add(?)}")) {
                call.registerOutParameter(1, java.sql.Types.INTEGER);
                call.setInt(2, 3);
                call.execute();
                assertThat(call.getInt(1)).isEqualTo(3);
            }
        }

        assertThat(database.committed())
                .hasSize(3)
                .allSatisfy(t -> assertThat(t.order()).containsExactly("message", "change"));
    }

    @Test
    void aProcedureThatCommitsByItselfStillRuns() throws SQLException {
        database.run("CREATE OR REPLACE PROCEDURE twice() LANGUAGE plpgsql AS"
                + " $$ BEGIN INSERT INTO t VALUES (1, 'x'); COMMIT; INSERT INTO t VALUES (2, 'x'); END $$");
        database.committed();
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.execute("CALL twice()");
            assertThat(c.getAutoCommit()).isTrue();
        }

        assertThat(database.committed()).hasSize(2);
        assertThat(traced.counters().unbindable()).isEqualTo(1);
    }

    @Test
    void copyIsBoundInATransaction() throws Exception {
        try (Connection c = transaction()) {
            CopyManager copies = c.unwrap(PGConnection.class).getCopyAPI();
            assertThat(copies.copyIn("COPY t FROM STDIN", new StringReader("1\tx\n2\ty\n")))
                    .isEqualTo(2);
            c.commit();
        }

        assertThat(only().order()).containsExactly("message", "change", "change");
    }

    @Test
    void copyIsBoundInAutocommitModeAndEndsWhatWasBegunForIt() throws Exception {
        try (Connection c = traced.getConnection()) {
            CopyManager copies = c.unwrap(PGConnection.class).getCopyAPI();
            copies.copyIn("COPY t FROM STDIN", new StringReader("1\tx\n"));
            assertThat(c.getAutoCommit()).isTrue();
            CopyIn cancelled = copies.copyIn("COPY t FROM STDIN");
            cancelled.cancelCopy();
            assertThat(c.getAutoCommit()).isTrue();
            assertThatThrownBy(() -> copies.copyIn("COPY t FROM STDIN", new StringReader("1\tdouble\n")))
                    .hasMessageContaining("duplicate key");
            assertThat(c.getAutoCommit()).isTrue();
            copies.copyIn("COPY t FROM STDIN", new StringReader("2\tx\n"));
        }

        assertThat(database.committed())
                .hasSize(2)
                .allSatisfy(t -> assertThat(t.order()).containsExactly("message", "change"));
    }

    @Test
    void aCopyManagerMadeOfTheUnwrappedConnectionIsBoundInATransaction() throws Exception {
        try (Connection c = transaction()) {
            new CopyManager(c.unwrap(BaseConnection.class)).copyIn("COPY t FROM STDIN", new StringReader("1\tx\n"));
            c.commit();
        }

        assertThat(only().order()).containsExactly("message", "change");
    }

    @Test
    void anUpdatableResultSetWritesUnderTheTrace() throws SQLException {
        database.run("INSERT INTO t VALUES (1, 'x')");
        database.committed();
        try (Connection c = transaction();
                Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet r = s.executeQuery("SELECT id, a FROM t")) {
            r.next();
            r.updateString("a", "y");
            r.updateRow();
            c.commit();
        }

        assertThat(only().order()).containsExactly("message", "change");
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
    void aFunctionThatASelectCallsIsBoundOnlyIfItWrites() throws SQLException {
        database.run(
                "CREATE OR REPLACE FUNCTION quiet(i int) RETURNS int LANGUAGE sql AS $$ SELECT i $$",
                "CREATE OR REPLACE FUNCTION add(i int) RETURNS int LANGUAGE sql"
                        + " AS $$ INSERT INTO t VALUES (i, 'f') RETURNING id $$");
        database.committed();
        try (Connection c = traced.getConnection();
                Statement s = c.createStatement()) {
            s.executeQuery("SELECT quiet(1), count(*) FROM t");
            assertThat(value(s.executeQuery("SELECT Add(1)"))).isEqualTo(1);
            c.setAutoCommit(false);
            s.executeQuery("SELECT quiet(1)");
            c.commit();
            s.executeQuery("SELECT quiet(1)");
            s.setFetchSize(1);
            assertThat(value(s.executeQuery("SELECT public.\"add\"(g) FROM generate_series(2, 3) g")))
                    .isEqualTo(2);
            s.executeQuery("SELECT add(9)");
            c.commit();
        }

        List<Transaction> committed = database.committed();
        assertThat(committed)
                .extracting(Transaction::messages)
                .containsExactly(List.of(A.format()), List.of(A.format()));
        assertThat(traced.counters()).isEqualTo(new TraceCounters(2, 0, 0, 0));
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
    void rowsOfASubtransactionShareTheMessageWhateverTheOrder() throws SQLException {
        try (Connection c = transaction();
                Statement s = c.createStatement()) {
            s.execute("DO $$ BEGIN INSERT INTO t VALUES (1, 'x'); EXCEPTION WHEN others THEN NULL; END $$");
            c.commit();
        }

        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(1);
        assertThat(committed.get(0).messages()).containsExactly(A.format());
        assertThat(committed.get(0).changes()).hasSize(1);
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

    private static int value(ResultSet rows) throws SQLException {
        assertThat(rows.next()).isTrue();
        return rows.getInt(1);
    }

    private Connection transaction() throws SQLException {
        Connection c = traced.getConnection();
        c.setAutoCommit(false);
        return c;
    }

    private static Transaction only() throws SQLException {
        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(1);
        if (!committed.get(0).messages().isEmpty()) {
            assertThat(committed.get(0).order().get(0)).isEqualTo("message");
        }
        return committed.get(0);
    }

    private static TraceBinding trace(char digit, Origin origin) {
        TraceId id = new TraceId(String.valueOf(digit).repeat(32));
        return new TraceBinding(
                new Traceparent(id, new SpanId(String.valueOf(digit).repeat(16)), 1), origin);
    }
}
