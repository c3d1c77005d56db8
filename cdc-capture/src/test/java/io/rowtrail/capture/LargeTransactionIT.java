package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.Lake;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that is larger than the memory it may take. */
class LargeTransactionIT {
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final int ROWS = LONG ? 5_000_000 : 20_000;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    private @Nullable Path directory;

    @Test
    void waitsForItsEndOnTheDiskAndComesWhole() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE big (id bigint PRIMARY KEY, price numeric(12,2), note text)",
                    "ALTER TABLE big REPLICA IDENTITY FULL");
            Properties settings = server.settings(directory, "public.big", service.url());
            if (!LONG) {
                settings.setProperty("transaction.memory.bytes", "200000");
            }
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1, LONG ? "512m" : "192m");
            capture.awaitState("streaming");
            long begun = System.nanoTime();
            shop.setAutoCommit(false);
            SourceServer.execute(
                    shop,
                    "INSERT INTO big SELECT g, g / 100.0, 'row number ' || g FROM generate_series(1, " + ROWS + ") g",
                    "SELECT pg_logical_emit_message(true, 'rowtrail', '00-" + TRACE + "-00f067aa0ba902b7-01')");
            shop.commit();
            Waiting.until("it is in the lake", Duration.ofMinutes(LONG ? 20 : 1), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                return capture.status().path("transactions").asInt() == 1;
            });
            System.out.println(ROWS + " rows in " + Duration.ofNanos(System.nanoTime() - begun));
            assertThat(capture.terminate()).as(capture.log()).isZero();
            try (Stream<Path> left = Files.list(directory.resolve("state").resolve("spill"))) {
                assertThat(left).isEmpty();
            }
            check(server);
        }
    }

    private void check(SourceServer server) throws Exception {
        long rows = 0;
        long ids = 0;
        long seqs = 0;
        try (Lake lake = Lake.open(server.lake(directory))) {
            Table table = lake.catalog().loadTable(TableIdentifier.of("shop", "big"));
            try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
                for (Record row : records) {
                    rows++;
                    ids += (Long) row.getField("id");
                    seqs += (Integer) row.getField("_rt_seq");
                    if (!TRACE.equals(row.getField("_rt_trace_id"))
                            || (Long) row.getField("_rt_tx")
                                    != ChangeOrdinal.of(1, 1).value()) {
                        throw new AssertionError(row.toString());
                    }
                }
            }
        }
        assertThat(rows).isEqualTo(ROWS);
        assertThat(ids).isEqualTo((long) ROWS * (ROWS + 1) / 2);
        assertThat(seqs).isEqualTo((long) ROWS * (ROWS - 1) / 2);
    }
}
