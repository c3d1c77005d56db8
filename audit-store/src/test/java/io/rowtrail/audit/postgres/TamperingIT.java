package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AppendResult.Appended;
import io.rowtrail.audit.AppendResult.Unavailable;
import io.rowtrail.audit.AuditLogException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What roles may not do, and what a superuser can do but not hide. */
class TamperingIT {
    private static final List<String> TABLES = List.of(
            "log_key",
            "head",
            "tile",
            "checkpoint",
            "entry",
            "facts",
            "payload",
            "search_token",
            "dataset_set",
            "dedupe",
            "idempotency");
    private static int databases;

    @TempDir
    Path directory;

    @Test
    void nobodyChangesRowsByAccident() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("grants" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            open.append(Events.events("e", 3));
        }
        for (String table : TABLES) {
            for (String attack : List.of(
                    "update audit." + table + " set log = 'other'",
                    "delete from audit." + table,
                    "truncate audit." + table)) {
                assertThatThrownBy(() -> postgres.execute("rowtrail_writer", attack))
                        .as(attack)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
                boolean erasable = List.of("payload", "search_token").contains(table) && attack.startsWith("delete");
                if (!erasable) {
                    assertThatThrownBy(() -> postgres.execute("rowtrail_owner", attack))
                            .as(attack)
                            .hasMessageContaining("only ever appended to");
                    assertThatThrownBy(() ->
                                    postgres.execute("postgres", "set session_replication_role = replica; " + attack))
                            .as(attack)
                            .hasMessageContaining("only ever appended to");
                }
            }
        }
        assertThatThrownBy(() -> postgres.execute("rowtrail_writer", "update audit.fence set epoch = epoch - 1"))
                .hasMessageContaining("only rises");
        assertThatThrownBy(() -> postgres.execute("rowtrail_writer", "delete from audit.fence"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> postgres.execute("rowtrail_writer", "create table audit.mine (a int)"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void anUntouchedLogIsClean() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("tampered" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            fill(open);
            InspectionReport report = await(open.log().inspect());
            assertThat(report.damages()).isEmpty();
            assertThat(report.entries()).isEqualTo(530);
            assertThat(report.checkpoints()).isEqualTo(2);
            assertThat(report.erased()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "update entry set leaf = set_byte(leaf, 20, 88) where idx = 17 => entry default:17 leaf",
                "update entry set leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1) where idx = 17 => tile 0/0 hash 17",
                "update entry set leaf = set_byte(leaf, 20, 88), leaf_hash = sha256('\\x00'::bytea || set_byte(leaf, 20, 88)) where idx = 525 => head 530",
                "update entry set kind = 'other' where idx = 3 => entry default:3 kind",
                "update entry set run = null where idx = 3 => entry default:3 run",
                "update entry set recorded_at = recorded_at + interval '1 us' where idx = 3 => entry default:3 recorded_at",
                "delete from entry where idx = 200 => entry default:200",
                "delete from facts where idx = 200 => entry default:200 facts",
                "update facts set facts = facts || '\\x20' where idx = 9 => entry default:9",
                "update payload set body = set_byte(body, 30, get_byte(body, 30) # 1) where idx = 9 => entry default:9",
                "update payload set wrapped_seed = (select wrapped_seed from payload where idx = 10) where idx = 9 => entry default:9",
                "update payload set wrapped_seed = o.wrapped_seed, body = o.body from payload o where o.idx = 10 and payload.idx = 9 => entry default:9",
                "delete from search_token where idx = 5 and slot = 1 => entry default:5 search tokens",
                "update search_token set idx = 6, slot = 9 where idx = 5 and slot = 1 => entry default:5 search tokens",
                "delete from dataset_set => entry default:5 datasets",
                "update entry set dataset_set = null where idx = 5 => entry default:5 set of datasets",
                "update entry set leaf_base = null where idx = 525 => entry default:525 leaf",
                "update entry set leaf_base = 524 where idx = 525 => entry default:525 leaf",
                "delete from dedupe where idx = 5 => entry default:5 repeats",
                "update tile set hashes = set_byte(hashes, 100, get_byte(hashes, 100) # 1) where idx = 1 => tile 0/1 hash 3",
                "delete from tile where idx = 1 => tile 0/1",
                "update head set root = set_byte(root, 0, get_byte(root, 0) # 1) where size = 530 => head 530",
                "update checkpoint set note = (select note from checkpoint where size = 400) where size = 530 => checkpoint 530"
            })
    void aSuperusersChangeIsFoundAndNamed(String attack, String where) throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("tampered" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            fill(open);
            attack(postgres, attack.strip());
            assertThat(await(open.log().inspect()).damages())
                    .extracting(Damage::where)
                    .anySatisfy(found -> assertThat(found).startsWith(where));
        }
    }

    /** The report names the first hundred. */
    @Test
    void aChangedLeafShowsInThoseToldByIt() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("tampered" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            fill(open);
            long base = number(
                    postgres, "select leaf_base from audit.entry where leaf_base is not null order by idx limit 1");
            long told = number(postgres, "select min(idx) from audit.entry where leaf_base = " + base);
            attack(postgres, "update entry set leaf = set_byte(leaf, 20, 88) where idx = " + base);
            assertThat(await(open.log().inspect()).damages())
                    .extracting(Damage::where)
                    .contains("entry default:" + base + " leaf", "entry default:" + told + " leaf");
        }
    }

    private static long number(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.as("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aChangedEntryIsNotHandedOut() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("tampered" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            fill(open);
            attack(postgres, "update entry set leaf = set_byte(leaf, 20, 88) where idx = 17");
            attack(postgres, "update facts set facts = facts || '\\x20' where idx = 18");
            assertThatThrownBy(() -> await(open.log().entry(17))).isInstanceOf(AuditLogException.Tampered.class);
            assertThatThrownBy(() -> await(open.log().entry(18)))
                    .isInstanceOf(AuditLogException.Tampered.class)
                    .hasMessageContaining("default:18 facts");
            assertThat(await(open.log().entry(19))).isPresent();
        }
    }

    @Test
    void anErasedPayloadLeavesProofsAsTheyWere() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("tampered" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            Appended entry = (Appended) open.append(Events.event("a"));
            attack(postgres, "delete from payload; delete from search_token");
            assertThat(await(open.log().entry(0)).orElseThrow().payload()).isNull();
            assertThat(await(open.log().entry(0)).orElseThrow().leafHash()).isEqualTo(entry.leafHash());
            assertThat(await(open.log().inspect()).clean()).isTrue();
            assertThat(await(open.log().inspect()).erased()).isEqualTo(1);
        }
    }

    @Test
    void aDatabasePutBackIsNoticedAndNothingIsSigned() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("rollback" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            open.append(Events.events("before", 300));
            await(open.log().checkpoint());
        }
        LocalPostgres backup = postgres.copy("backup" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            open.append(Events.events("after", 20));
            await(open.log().checkpoint());
        }
        try (OpenLog restored = OpenLog.of(backup, directory)) {
            assertThat(restored.log().refusal()).get().asString().contains("ROLLBACK_DETECTED");
            assertThat(restored.append(Events.event("x"))).isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> await(restored.log().checkpoint()))
                    .isInstanceOf(AuditLogException.RollbackDetected.class);
            assertThat(await(restored.log().entry(5))).isPresent();
        }
        // The same length again with other entries: longer than what was signed, and still another tree.
        Path elsewhere = directory.resolve("elsewhere");
        Files.createDirectories(elsewhere.resolve("default"));
        for (String key : List.of("note.key", "identity.key", "epoch-1.key")) {
            Files.copy(
                    directory.resolve("default").resolve(key),
                    elsewhere.resolve("default").resolve(key));
        }
        try (OpenLog fork = OpenLog.of(backup, elsewhere)) {
            fork.append(Events.events("forked", 50));
        }
        try (OpenLog forked = OpenLog.of(backup, directory)) {
            assertThat(forked.log().refusal()).get().asString().contains("does not continue it");
        }
    }

    @Test
    void aDatabasePutBackUnderAnOpenLogStopsIt() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("rollback" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            open.append(Events.event("a"));
            open.append(Events.event("b"));
            attack(postgres, "delete from head where size = 2");
            assertThat(open.append(Events.event("c"))).isInstanceOf(Unavailable.class);
            assertThat(open.log().refusal()).get().asString().contains("ROLLBACK_DETECTED");
        }
    }

    @Test
    void aLogWithoutItsKeysDoesNotOpen() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("keys" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            open.append(Events.event("a"));
        }
        Files.delete(directory.resolve("default/identity.key"));
        assertThatThrownBy(() -> OpenLog.of(postgres, directory).close())
                .isInstanceOf(AuditLogException.class)
                .hasMessageContaining("identity.key");
    }

    private static void fill(OpenLog open) {
        open.append(Events.events("a", 400));
        await(open.log().checkpoint());
        open.append(Events.events("b", 130));
        await(open.log().checkpoint());
    }

    /** As someone who may do anything, triggers switched off. */
    private static void attack(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection superuser = postgres.as("postgres");
                Statement statement = superuser.createStatement()) {
            for (String table : TABLES) {
                statement.execute("alter table audit." + table + " disable trigger all");
            }
            statement.execute("set search_path = audit");
            assertThatCode(() -> statement.execute(sql)).doesNotThrowAnyException();
        }
    }
}
