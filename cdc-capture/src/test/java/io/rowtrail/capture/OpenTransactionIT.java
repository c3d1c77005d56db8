package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction that is open while another commits, and whose next record in the log begins where that commit ends: the position
 * that a capture goes on from is then one of its own records.
 */
class OpenTransactionIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    private @Nullable Path directory;

    @Test
    void isThereWholeAfterAKillBetweenTheTwoCommits() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection first = server.connect("shop");
                Connection second = server.connect("shop")) {
            SourceServer.execute(
                    first,
                    "CREATE TABLE t (id int PRIMARY KEY, v int)",
                    "ALTER TABLE t REPLICA IDENTITY FULL",
                    "INSERT INTO t SELECT g, 0 FROM generate_series(1, 10) g");
            Properties settings = server.settings(directory, "public.t", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");

            first.setAutoCommit(false);
            second.setAutoCommit(false);
            SourceServer.execute(
                    second,
                    "SELECT pg_logical_emit_message(true, 'rowtrail', '00-" + TRACE + "-00f067aa0ba902b7-01')",
                    "SELECT id FROM t WHERE id = 10");
            SourceServer.execute(first, "UPDATE t SET v = 1 WHERE id = 10");
            first.commit();
            SourceServer.execute(second, "DELETE FROM t WHERE id <= 5");
            Waiting.until("the first is in the lake", Duration.ofSeconds(60), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                return capture.status().path("transactions").asInt() == 1;
            });
            capture.kill();
            second.commit();

            CaptureProcess again = CaptureProcess.start(directory, settings, 2);
            Waiting.until("the second is in the lake", Duration.ofSeconds(60), () -> {
                assertThat(again.isAlive()).as(again.log()).isTrue();
                return again.status().path("transactions").asInt() == 2;
            });
            assertThat(again.terminate()).as(again.log()).isZero();
            assertThat(service.faults()).isEmpty();
            assertThat(deleted(server))
                    .containsExactly("1 " + TRACE, "2 " + TRACE, "3 " + TRACE, "4 " + TRACE, "5 " + TRACE);
        }
    }

    private List<String> deleted(SourceServer server) throws Exception {
        try (Lake lake = Lake.open(server.lake(directory))) {
            return ChangeRows.inOrder(lake, new LakeName("shop", "t")).stream()
                    .filter((LakeRow row) -> row.value("_rt_op").equals("d"))
                    .map(row -> row.value("id") + " " + row.value("_rt_trace_id"))
                    .toList();
        }
    }
}
