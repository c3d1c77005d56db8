package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import io.rowtrail.jdbc.trigger.BindingTriggers;
import io.rowtrail.jdbc.trigger.TableName;
import io.rowtrail.jdbc.trigger.TriggerScript;
import io.rowtrail.jdbc.trigger.TriggerState;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** An application that knows nothing of us, bound by what it says in its statements or settings. */
class BindingTriggersIT {
    private static final String A = "00-" + "a".repeat(32) + "-" + "1".repeat(16) + "-01";
    private static final String B = "00-" + "b".repeat(32) + "-" + "2".repeat(16) + "-00";
    private static final String COMMENT_A = "/*action='show',traceparent='" + A + "'*/";
    private static final String COMMENT_B = "/*traceparent='" + B + "'*/";
    private static final List<TableName> TABLES = List.of(TableName.parse("public.t"), TableName.parse("u"));

    private static LogicalDatabase database;
    private static Connection c;

    @BeforeAll
    static void start() throws Exception {
        database = new LogicalDatabase();
        database.run("CREATE ROLE app LOGIN", "GRANT ALL ON t, u TO app", "CREATE TABLE other (id int)");
        c = DriverManager.getConnection(database.url("app"));
    }

    @AfterAll
    static void stop() throws Exception {
        c.close();
        database.close();
    }

    @BeforeEach
    void install() throws SQLException {
        try (Connection owner = database.dataSource().getConnection()) {
            new BindingTriggers(owner).install(TABLES);
        }
        database.run("TRUNCATE t, u");
        database.committed();
    }

    private static void execute(String... statements) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private static List<String> messages() throws SQLException {
        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(1);
        return committed.get(0).messages();
    }

    @Test
    void theCommentOfAStatementBindsItsTransaction() throws SQLException {
        execute("INSERT INTO t VALUES (1, 'x') " + COMMENT_A);
        Transaction only = database.committed().get(0);
        assertThat(only.order()).containsExactly("message", "change");
        assertThat(only.messages()).containsExactly(A + ";source=comment");

        execute(COMMENT_A + " UPDATE t SET a = 'y'");
        assertThat(messages()).containsExactly(A + ";source=comment");

        try (PreparedStatement prepared = c.prepareStatement("DELETE FROM t WHERE id = ? " + COMMENT_B + " ; ")) {
            prepared.setInt(1, 1);
            prepared.executeUpdate();
        }
        assertThat(messages()).containsExactly(B + ";source=comment");
    }

    @Test
    void aTransactionIsBoundOnceATrace() throws SQLException {
        execute(
                "BEGIN",
                "INSERT INTO t VALUES (1, 'x') " + COMMENT_A,
                "INSERT INTO t VALUES (2, 'x')",
                "INSERT INTO u VALUES (1) " + COMMENT_A,
                "DELETE FROM u " + COMMENT_B,
                "COMMIT");
        assertThat(messages()).containsExactly(A + ";source=comment", B + ";source=comment");

        execute("INSERT INTO t VALUES (3, 'x') " + COMMENT_A);
        assertThat(messages()).containsExactly(A + ";source=comment");
    }

    @Test
    void theSettingOfATransactionBindsItAndNotTheNext() throws Exception {
        execute("BEGIN", "SET LOCAL rowtrail.traceparent = '" + A + "'");
        c.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY u FROM STDIN", new StringReader("1\n2\n"));
        execute("TRUNCATE t " + COMMENT_B, "COMMIT");
        assertThat(messages()).containsExactly(A);

        execute("INSERT INTO u VALUES (3)");
        assertThat(messages()).isEmpty();
    }

    @Test
    void theSettingOfASessionIsTakenFromItsOptions() throws SQLException {
        Properties options = new Properties();
        options.setProperty("user", "app");
        options.setProperty("options", "-c rowtrail.traceparent=" + A + ";origin=asserted");
        try (Connection session = DriverManager.getConnection(database.url("app"), options);
                Statement s = session.createStatement()) {
            s.execute("INSERT INTO u VALUES (1)");
        }
        assertThat(messages()).containsExactly(A + ";origin=asserted");
    }

    @Test
    void whatASavepointTookBackIsEmittedAgain() throws SQLException {
        c.setAutoCommit(false);
        Savepoint savepoint = c.setSavepoint();
        execute("INSERT INTO t VALUES (1, 'x') " + COMMENT_A);
        c.rollback(savepoint);
        execute("INSERT INTO t VALUES (2, 'x') " + COMMENT_A);
        c.commit();
        assertThat(messages()).containsExactly(A + ";source=comment");
        execute("INSERT INTO t VALUES (3, 'x') " + COMMENT_A);
        c.rollback();
        c.setAutoCommit(true);
        assertThat(database.committed()).isEmpty();
    }

    @Test
    void dataThatLooksLikeACommentBindsNothing() throws SQLException {
        execute("INSERT INTO t VALUES (1, '/*traceparent=''" + A + "''*/')");
        assertThat(messages()).isEmpty();
        execute("INSERT INTO t VALUES (2, $$" + COMMENT_A + "$$)");
        assertThat(messages()).isEmpty();
        execute("INSERT INTO t VALUES (3, $$/*traceparent='" + A + "' $$) /*controller='x'*/");
        assertThat(messages()).isEmpty();
        execute("INSERT INTO t VALUES (4, '/* ') " + COMMENT_B);
        assertThat(messages()).containsExactly(B + ";source=comment");
    }

    @Test
    void whatIsNoTraceparentIsPassedOnToBeCounted() throws SQLException {
        execute("INSERT INTO u VALUES (1) /*traceparent='00-nonsense'*/");
        assertThat(messages()).containsExactly("00-nonsense;source=comment");
    }

    @Test
    void aCheckTellsWhatIsWrongAndLeavesNothing() throws SQLException {
        try (Connection owner = database.dataSource().getConnection()) {
            BindingTriggers triggers = new BindingTriggers(owner);
            List<TableName> asked =
                    List.of(TABLES.get(0), TABLES.get(1), TableName.parse("other"), TableName.parse("no"));
            assertThat(triggers.check(asked).values())
                    .containsExactly(
                            TriggerState.BINDS, TriggerState.BINDS, TriggerState.MISSING, TriggerState.NO_TABLE);
            database.run("ALTER TABLE u DISABLE TRIGGER USER");
            assertThat(triggers.check(TABLES).values()).containsExactly(TriggerState.BINDS, TriggerState.DISABLED);
            database.run("CREATE OR REPLACE FUNCTION rowtrail.bind_trace() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN RETURN NULL; END'");
            assertThat(triggers.check(TABLES).get(TABLES.get(0))).isEqualTo(TriggerState.OUTDATED);
            database.run("CREATE ROLE looker LOGIN");
            triggers.install(TABLES);
            database.run("ALTER TABLE u ENABLE TRIGGER USER");
        }
        try (Connection looker = DriverManager.getConnection(database.url("looker"))) {
            assertThat(new BindingTriggers(looker).check(TABLES).values())
                    .containsExactly(TriggerState.UNTRIED, TriggerState.UNTRIED);
        }
        assertThat(database.committed()).isEmpty();
    }

    @Test
    void removalLeavesNothingBehind() throws SQLException {
        try (Connection owner = database.dataSource().getConnection()) {
            BindingTriggers triggers = new BindingTriggers(owner);
            triggers.remove(TABLES.subList(0, 1));
            assertThat(triggers.installed()).containsExactly(TABLES.get(1));
            triggers.remove(TABLES);
            assertThat(triggers.installed()).isEmpty();
            execute("INSERT INTO t VALUES (1, 'x') " + COMMENT_A);
            assertThat(messages()).isEmpty();
            assertThatThrownBy(() -> execute("SELECT 'rowtrail'::regnamespace")).hasMessageContaining("rowtrail");
        }
    }

    @Test
    void theScriptDoesTheSame() throws SQLException {
        database.run(TriggerScript.remove(TABLES), TriggerScript.install(TABLES), TriggerScript.install(TABLES));
        execute("INSERT INTO u VALUES (1) " + COMMENT_A);
        assertThat(messages()).hasSize(1);
    }
}
