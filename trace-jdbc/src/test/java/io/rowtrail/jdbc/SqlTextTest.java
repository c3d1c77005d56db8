package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "  update t set a = 1",
                "delete from t where a = 'x;y'",
                "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
                "TRUNCATE t",
                "/* a /* nested */ comment */ INSERT INTO t VALUES (1)",
                "-- a line\n-- another\nINSERT INTO t VALUES (1)",
                "SELECT 1; INSERT INTO t VALUES (1)",
                "WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM x",
                "WITH x AS NOT MATERIALIZED (SELECT 1), y AS (DELETE FROM t RETURNING *) SELECT * FROM x, y",
                "WITH x AS (SELECT 1 AS a) UPDATE t SET a = x.a FROM x",
                "WITH x AS (WITH y AS (SELECT 1) DELETE FROM t USING y RETURNING *) SELECT * FROM x",
                "WITH x (a) AS (SELECT 1) MERGE INTO t USING x ON t.a = x.a WHEN MATCHED THEN DELETE",
                "WITH x AS (SELECT 1) SELECT * INTO t2 FROM x",
                "SELECT a INTO TEMP t2 FROM t",
                "CREATE TABLE t2 AS SELECT * FROM t",
                "CREATE UNLOGGED TABLE IF NOT EXISTS t2 (a) AS TABLE t",
                "EXPLAIN ANALYZE INSERT INTO t VALUES (1)",
                "EXPLAIN (COSTS off, ANALYZE) DELETE FROM t",
                "explain (analyze true, buffers) update t set a = 1",
                "EXPLAIN ANALYZE VERBOSE WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
                "COPY t FROM STDIN",
                "COPY t (a, b) FROM STDIN WITH (FORMAT csv)",
                "COPY (DELETE FROM t RETURNING *) TO STDOUT",
                "EXECUTE prepared(1)"
            })
    void writes(String sql) {
        assertThat(SqlText.of(sql).effect()).isEqualTo(Effect.WRITES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";;",
                "SELECT 1",
                "SELECT * FROM t FOR UPDATE",
                "(SELECT a FROM t) UNION ALL (SELECT 1)",
                "SELECT 'INSERT INTO t' AS a, \"delete\" FROM t",
                "SELECT $$; DELETE FROM t; $$, $tag$ $$; DELETE FROM t $tag$",
                "SELECT E'\\'; DELETE FROM t; --'",
                "SELECT '\\'; -- DELETE FROM t",
                "SELECT 1 /* ; DELETE FROM t */",
                "SELECT 1 -- ; DELETE FROM t",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "WITH x AS (SELECT * FROM t FOR UPDATE) SELECT * FROM x",
                "WITH x AS (SELECT (update) FROM t) SELECT * FROM x",
                "SELECT $1, (SELECT a FROM t LIMIT 1)",
                "VALUES (1), (2)",
                "TABLE t",
                "SHOW wal_level",
                "SET search_path TO public",
                "EXPLAIN INSERT INTO t VALUES (1)",
                "EXPLAIN (ANALYZE false) DELETE FROM t",
                "EXPLAIN (ANALYZE off, VERBOSE) DELETE FROM t",
                "EXPLAIN (VERBOSE) DELETE FROM t",
                "EXPLAIN ANALYZE SELECT * FROM t",
                "COPY t TO STDOUT",
                "COPY (SELECT a FROM t) TO STDOUT",
                "CREATE TABLE t (a int GENERATED ALWAYS AS (b * 2) STORED, b int)",
                "CREATE VIEW v AS SELECT 1",
                "CREATE MATERIALIZED VIEW v AS SELECT 1",
                "ALTER TABLE t ADD COLUMN b int",
                "PREPARE p AS INSERT INTO t VALUES ($1)",
                "VACUUM t",
                "LISTEN t",
                "DECLARE c CURSOR FOR SELECT 1",
                "SELECT 'unfinished",
                "/* unfinished"
            })
    void reads(String sql) {
        assertThat(SqlText.of(sql).effect()).isEqualTo(Effect.READS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CALL p(1)", "DO $$ BEGIN DELETE FROM t; END $$", "{call p(?)}", "{? = call f(?)}"})
    void callsMayEndTheirTransaction(String sql) {
        assertThat(SqlText.of(sql).effect()).isEqualTo(Effect.CALLS);
    }

    @Test
    void readsTransactionControlInOrder() {
        SqlText text = SqlText.of("START TRANSACTION; SAVEPOINT A; INSERT INTO t VALUES (1); SAVEPOINT \"B c\";"
                + " RELEASE SAVEPOINT \"B c\"; ROLLBACK WORK TO SAVEPOINT a; ROLLBACK TO a; COMMIT AND CHAIN; END");

        assertThat(text.effect()).isEqualTo(Effect.WRITES);
        assertThat(text.controls())
                .containsExactly(
                        new TransactionControl.Begin(),
                        new TransactionControl.SetSavepoint("a"),
                        new TransactionControl.SetSavepoint("B c"),
                        new TransactionControl.Release("B c"),
                        new TransactionControl.RollbackTo("a"),
                        new TransactionControl.RollbackTo("a"),
                        new TransactionControl.Chain(),
                        new TransactionControl.End());
    }

    @Test
    void tellsTheEndOfATransactionFromItsPreparation() {
        assertThat(SqlText.of("PREPARE TRANSACTION 'x'").controls()).containsExactly(new TransactionControl.End());
        assertThat(SqlText.of("COMMIT PREPARED 'x'").controls()).isEmpty();
        assertThat(SqlText.of("ROLLBACK PREPARED 'x'").controls()).isEmpty();
        assertThat(SqlText.of("ROLLBACK AND NO CHAIN").controls()).containsExactly(new TransactionControl.End());
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPLACE INTO t VALUES (1)", "LOAD DATA LOCAL INFILE 'x' INTO TABLE t"})
    void writesInMariaDb(String sql) {
        assertThat(SqlText.of(sql).effect()).isEqualTo(Effect.WRITES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE TABLE t (a int)", "TRUNCATE t", "ALTER TABLE t ADD b int", "SET x = 1", "XA END 'x'"})
    void mayEndATransactionInMariaDb(String sql) {
        assertThat(SqlText.of(sql).controls()).containsExactly(new TransactionControl.ImplicitEnd());
    }

    @Test
    void aLongListOfValuesIsReadInOnePass() {
        String sql = "INSERT INTO t VALUES " + "(1, 'a'),".repeat(200_000) + "(2, 'b'); ROLLBACK TO s";

        assertThat(SqlText.of(sql).controls()).containsExactly(new TransactionControl.RollbackTo("s"));
    }

    @Test
    void remembersWhatItRead() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2_500; i++) {
                String table = "t" + i;
                SqlText write = SqlText.of("UPDATE " + table + " SET v = 1");
                assertThat(write.effect()).isEqualTo(Effect.WRITES);
                assertThat(SqlText.of("UPDATE " + table + " SET v = 1")).isSameAs(write);
                assertThat(SqlText.of("SELECT v FROM " + table).effect()).isEqualTo(Effect.READS);
            }
        }
        assertThat(SqlText.remembered()).isLessThanOrEqualTo(1_000);
    }
}
