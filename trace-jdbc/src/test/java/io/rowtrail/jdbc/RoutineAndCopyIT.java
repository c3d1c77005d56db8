package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Writes that no plain statement makes: procedures, functions, COPY, updatable result sets. */
class RoutineAndCopyIT extends BindingCase {
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
}
