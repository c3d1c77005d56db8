package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source's history breaks: what happened in between is not known, and what is there now is. */
class GapIT {
    @TempDir
    private @Nullable Path directory;

    @Test
    void aLostSlotOpensAHigherIncarnationAndEndsWhatIsGone() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE t (k text, n int, v int, PRIMARY KEY (k, n))",
                    "ALTER TABLE t REPLICA IDENTITY FULL",
                    "INSERT INTO t VALUES ('stays', 1, 1), ('goes', 1, 1), ('went', 1, 1)");
            Properties settings = server.settings(directory, "public.t", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            SourceServer.execute(shop, "INSERT INTO t VALUES ('comes', 2, 1)", "DELETE FROM t WHERE k = 'went'");
            awaitTransactions(capture, 2);
            assertThat(capture.terminate()).as(capture.log()).isZero();

            SourceServer.execute(
                    shop,
                    "SELECT pg_drop_replication_slot('rowtrail_shop')",
                    "DELETE FROM t WHERE k = 'goes'",
                    "UPDATE t SET v = 2 WHERE k = 'stays'",
                    "INSERT INTO t VALUES ('unseen', 3, 1)",
                    "CREATE TABLE added (id int PRIMARY KEY)",
                    "ALTER TABLE added REPLICA IDENTITY FULL",
                    "INSERT INTO added VALUES (1)");
            CaptureProcess doomed = CaptureProcess.crashing(
                    directory, settings, 2, new Disaster.KilledBehind(Milestone.SNAPSHOT_COMMITTED, 1));
            assertThat(doomed.exit(Duration.ofSeconds(60))).as(doomed.log()).isEqualTo(137);
            CaptureProcess again = CaptureProcess.start(directory, settings, 3);
            again.awaitState("streaming");
            assertThat(again.status().path("incarnation").asInt()).isEqualTo(2);
            SourceServer.execute(shop, "UPDATE t SET v = 3 WHERE k = 'stays'");
            awaitTransactions(again, 3);
            assertThat(again.terminate()).as(again.log()).isZero();

            settings.setProperty("source.tables", "public.t,public.added");
            CaptureProcess wider = CaptureProcess.start(directory, settings, 4);
            wider.awaitState("streaming");
            assertThat(wider.status().path("incarnation").asInt()).isEqualTo(3);
            Waiting.until(
                    "all is told",
                    Duration.ofSeconds(30),
                    () -> wider.status().path("pendingPosts").asInt() == 0);
            assertThat(wider.status().path("rows").path("public.t").toString())
                    .isEqualTo(
                            "{\"c\":{\"none\":1},\"d\":{\"gap\":1,\"none\":1},\"r\":{\"snapshot\":9},\"u\":{\"none\":1}}");
            assertThat(wider.terminate()).as(wider.log()).isZero();
            check(server);
            checkTold(service);
        }
    }

    private static void awaitTransactions(CaptureProcess capture, int count) throws Exception {
        Waiting.until(count + " transactions are in the lake", Duration.ofSeconds(60), () -> {
            assertThat(capture.isAlive()).as(capture.log()).isTrue();
            return capture.status().path("transactions").asInt() == count;
        });
    }

    private void check(SourceServer server) throws Exception {
        List<String> brief = new ArrayList<>();
        try (Lake lake = Lake.open(server.lake(directory))) {
            for (LakeRow row : ChangeRows.inOrder(lake, new LakeName("shop", "t"))) {
                ChangeOrdinal tx = new ChangeOrdinal((Long) row.value("_rt_tx"));
                brief.add(tx.incarnation() + "/" + tx.counter() + " " + row.value("_rt_op") + " "
                        + row.value("_rt_tag_source") + " " + row.value("k") + " " + row.value("n") + " "
                        + row.value("v"));
            }
            assertThat(ChangeRows.all(lake, new LakeName("shop", "added"))).hasSize(1);
        }
        assertThat(brief)
                .containsExactly(
                        "1/1 r snapshot stays 1 1",
                        "1/1 r snapshot goes 1 1",
                        "1/1 r snapshot went 1 1",
                        "1/2 c none comes 2 1",
                        "1/3 d none went 1 1",
                        "2/1 r snapshot comes 2 1",
                        "2/1 r snapshot stays 1 2",
                        "2/1 r snapshot unseen 3 1",
                        "2/2 d gap goes 1 null",
                        "2/3 u none stays 1 3",
                        "3/1 r snapshot comes 2 1",
                        "3/1 r snapshot unseen 3 1",
                        "3/1 r snapshot stays 1 3");
    }

    private static void checkTold(RecordingService service) {
        assertThat(service.faults()).isEmpty();
        Map<Long, JsonNode> told = service.transactions();
        assertThat(told.get(ChangeOrdinal.of(2, 2).value()).path("tagSource").asText())
                .isEqualTo("gap");
        JsonNode empty = told.get(ChangeOrdinal.of(3, 3).value());
        assertThat(empty.path("tagSource").asText()).isEqualTo("gap");
        assertThat(empty.path("tables").toString()).contains("\"rows\":0");
    }
}
