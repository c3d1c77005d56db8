package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.RowQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture that is told to stop. */
class StopIT {
    private static final String LATER = "8000";

    @TempDir
    private @Nullable Path directory;

    @Test
    void commitsFirstWhatIsWaiting() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "ALTER TABLE t REPLICA IDENTITY FULL",
                    "INSERT INTO t VALUES (1)");
            Properties settings = server.settings(directory, "public.t", service.url());
            settings.setProperty("commit.interval.ms", LATER);
            settings.setProperty("commit.idle.ms", LATER);
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            SourceServer.execute(shop, "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)");
            // Long enough for them to wait in the capture; should they not have come yet, there is less to do.
            Thread.sleep(3_000);
            assertThat(capture.terminate()).as(capture.log()).isZero();
            try (Lake lake = Lake.open(server.lake(directory))) {
                assertThat(lake.reader().count(RowQuery.of(LakeName.parse("shop.t"), 10)))
                        .isIn(1L, 3L);
            }
        }
    }
}
