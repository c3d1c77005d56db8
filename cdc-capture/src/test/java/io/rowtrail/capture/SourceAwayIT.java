package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source goes away, or takes its log along, while it is read: one process goes on by itself. */
class SourceAwayIT {
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final Duration AWAY = Duration.ofSeconds(LONG ? 180 : 3);

    @TempDir
    private @Nullable Path directory;

    @Test
    void goesOnWhereItWasOnceTheSourceIsBackAndOpensAnIncarnationForALostSlot() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService()) {
            execute(
                    server,
                    "CREATE TABLE t (id int PRIMARY KEY, v int)",
                    "ALTER TABLE t REPLICA IDENTITY FULL",
                    "INSERT INTO t VALUES (1, 1), (2, 1)");
            Properties settings = server.settings(directory, "public.t", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            execute(server, "INSERT INTO t VALUES (3, 1)");
            server.killAndRestart(AWAY);
            execute(server, "UPDATE t SET v = 2 WHERE id = 1");
            awaitTransactions(capture, 2);
            assertThat(capture.log()).contains("goes on by itself in 1 s");

            loseSlot(server, capture);
            execute(server, "DELETE FROM t WHERE id = 2", "INSERT INTO t VALUES (4, 1)");
            resume(capture);
            Waiting.until("a new incarnation", Duration.ofSeconds(60), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                return capture.status().path("incarnation").asInt() == 2
                        && capture.status().path("state").asText().equals("streaming");
            });
            execute(server, "UPDATE t SET v = 3 WHERE id = 4");
            awaitTransactions(capture, 3);
            assertThat(capture.terminate()).as(capture.log()).isZero();
            assertThat(service.faults()).isEmpty();
            assertThat(brief(server))
                    .containsExactly(
                            "1/1 r 1 1",
                            "1/1 r 2 1",
                            "1/2 c 3 1",
                            "1/3 u 1 2",
                            "2/1 r 3 1",
                            "2/1 r 1 2",
                            "2/1 r 4 1",
                            "2/2 d 2 null",
                            "2/3 u 4 3");
        }
    }

    /** By max_slot_wal_keep_size where there is time for it, else it is dropped. */
    private static void loseSlot(SourceServer server, CaptureProcess capture) throws Exception {
        if (!LONG) {
            capture.signal("STOP");
            execute(
                    server,
                    "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active",
                    "SELECT pg_drop_replication_slot('rowtrail_shop')");
            return;
        }
        execute(server, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
        capture.signal("STOP");
        for (int segment = 0; segment < 8; segment++) {
            execute(
                    server,
                    "SELECT pg_logical_emit_message(false, 'filler', repeat('x', 1000000)) FROM generate_series(1, 10)",
                    "SELECT pg_switch_wal()",
                    "CHECKPOINT");
        }
    }

    private static void resume(CaptureProcess capture) throws Exception {
        capture.signal("CONT");
    }

    private static void execute(SourceServer server, String... statements) throws Exception {
        try (Connection shop = server.connect("shop")) {
            SourceServer.execute(shop, statements);
        }
    }

    private static void awaitTransactions(CaptureProcess capture, int count) throws Exception {
        Waiting.until(count + " transactions are in the lake", Duration.ofSeconds(60), () -> {
            assertThat(capture.isAlive()).as(capture.log()).isTrue();
            return capture.status().path("transactions").asInt() == count;
        });
    }

    private List<String> brief(SourceServer server) throws Exception {
        List<String> brief = new ArrayList<>();
        try (Lake lake = Lake.open(server.lake(directory))) {
            for (LakeRow row : ChangeRows.inOrder(lake, new LakeName("shop", "t"))) {
                ChangeOrdinal tx = new ChangeOrdinal((Long) row.value("_rt_tx"));
                brief.add(tx.incarnation() + "/" + tx.counter() + " " + row.value("_rt_op") + " " + row.value("id")
                        + " " + row.value("v"));
            }
        }
        return brief;
    }
}
