package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.RowQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns come, go and widen at the source while it is captured. */
class SchemaChangeIT {
    @TempDir
    private @Nullable Path directory;

    private static void awaitTransactions(CaptureProcess capture, int count) throws Exception {
        Waiting.until(count + " transactions are in the lake", Duration.ofSeconds(60), () -> {
            assertThat(capture.isAlive()).as(capture.log()).isTrue();
            return capture.status().path("transactions").asInt() == count;
        });
    }

    @Test
    void keepsEveryColumnThatARowEverHad() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE t (id int PRIMARY KEY, old text, n int)",
                    "ALTER TABLE t REPLICA IDENTITY FULL");
            Properties settings = server.settings(directory, "public.t", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            SourceServer.execute(
                    shop,
                    "INSERT INTO t VALUES (1, 'a', 1)",
                    "ALTER TABLE t ADD COLUMN extra numeric(8,2)",
                    "INSERT INTO t VALUES (2, 'b', 2, 2.50)",
                    "ALTER TABLE t DROP COLUMN old",
                    "INSERT INTO t VALUES (3, 3, 3.50)");
            awaitTransactions(capture, 3);
            assertThat(capture.terminate()).as(capture.log()).isZero();
            SourceServer.execute(
                    shop,
                    "INSERT INTO t VALUES (4, 4, 4.50)",
                    "ALTER TABLE t ALTER COLUMN n TYPE bigint",
                    "INSERT INTO t VALUES (5, 5000000000, 5.50)");
            CaptureProcess again = CaptureProcess.start(directory, settings, 2);
            awaitTransactions(again, 5);
            assertThat(again.terminate()).as(again.log()).isZero();
            try (Lake lake = Lake.open(server.lake(directory))) {
                List<LakeRow> rows = lake.reader()
                        .rows(RowQuery.of(LakeName.parse("shop.t"), 10))
                        .rows();
                Map<Object, String> byId = rows.stream().collect(Collectors.toMap(row -> row.value("id"), brief()));
                assertThat(byId)
                        .containsEntry(1, "a 1 null")
                        .containsEntry(2, "b 2 2.50")
                        .containsEntry(3, "null 3 3.50")
                        .containsEntry(4, "null 4 4.50")
                        .containsEntry(5, "null 5000000000 5.50")
                        .hasSize(5);
            }
        }
    }

    private static Function<LakeRow, String> brief() {
        return row -> row.value("old") + " " + row.value("n") + " " + row.value("extra");
    }
}
