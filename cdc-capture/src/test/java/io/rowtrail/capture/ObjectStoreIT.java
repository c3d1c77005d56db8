package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.adobe.testing.s3mock.S3MockApplication;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in an object store: a capture that is killed around its commits loses and doubles nothing there either. */
class ObjectStoreIT {
    private static final int KILLED = 137;
    private static final int SNAPSHOT = 100;
    private static final int TRANSACTIONS = 30;

    @TempDir
    private @Nullable Path directory;

    private @Nullable S3MockApplication store;

    @BeforeEach
    void start() {
        store = S3MockApplication.start(new HashMap<String, Object>(Map.of(
                S3MockApplication.PROP_HTTP_PORT,
                S3MockApplication.RANDOM_PORT,
                S3MockApplication.PROP_HTTPS_PORT,
                S3MockApplication.RANDOM_PORT,
                S3MockApplication.PROP_INITIAL_BUCKETS,
                "lake",
                S3MockApplication.PROP_ROOT_DIRECTORY,
                directory.resolve("objects").toString(),
                S3MockApplication.PROP_SILENT,
                true)));
    }

    @AfterEach
    void stop() {
        store.stop();
    }

    @SuppressWarnings("removal") // The port without TLS.
    private Map<String, String> objects() {
        return Map.of(
                "s3.endpoint", "http://127.0.0.1:" + store.getHttpPort(),
                "s3.path-style-access", "true",
                "s3.access-key-id", "key",
                "s3.secret-access-key", "secret",
                "client.region", "us-east-1");
    }

    @Test
    void holdsEveryRowOnce() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService()) {
            execute(
                    server,
                    "CREATE TABLE t (id int PRIMARY KEY, v int)",
                    "ALTER TABLE t REPLICA IDENTITY FULL",
                    "INSERT INTO t SELECT g, 0 FROM generate_series(1, " + SNAPSHOT + ") g");
            Properties settings = server.settings(directory, "public.t", service.url());
            settings.setProperty("lake.warehouse", "s3://lake/warehouse");
            objects().forEach((name, value) -> settings.setProperty("lake.properties." + name, value));
            int life = 0;
            doomed(settings, ++life, Milestone.TABLE_COMMITTED);
            CaptureProcess capture = CaptureProcess.crashing(
                    directory, settings, ++life, new Disaster.KilledBehind(Milestone.TABLES_COMMITTED, 1));
            capture.awaitState("streaming");
            for (int i = 1; i <= TRANSACTIONS; i++) {
                execute(server, "UPDATE t SET v = v + 1 WHERE id <= " + i);
            }
            assertThat(capture.exit(Duration.ofSeconds(90))).as(capture.log()).isEqualTo(KILLED);
            doomed(settings, ++life, Milestone.WRITTEN);
            CaptureProcess last = CaptureProcess.start(directory, settings, ++life);
            Waiting.until("all are in the lake", Duration.ofSeconds(60), () -> {
                assertThat(last.isAlive()).as(last.log()).isTrue();
                return last.status().path("transactions").asInt() == TRANSACTIONS;
            });
            assertThat(last.terminate()).as(last.log()).isZero();
            assertThat(service.faults()).isEmpty();
            verify(server);
        }
    }

    private void doomed(Properties settings, int life, Milestone milestone) throws Exception {
        CaptureProcess capture =
                CaptureProcess.crashing(directory, settings, life, new Disaster.KilledBehind(milestone, 1));
        assertThat(capture.exit(Duration.ofSeconds(90))).as(capture.log()).isEqualTo(KILLED);
    }

    private void verify(SourceServer server) throws Exception {
        LakeConfig local = server.lake(directory);
        LakeConfig config = new LakeConfig(
                local.name(), local.uri(), local.user(), local.password(), "s3://lake/warehouse", objects());
        try (Lake lake = Lake.open(config)) {
            List<LakeRow> rows = ChangeRows.inOrder(lake, new LakeName("shop", "t"));
            List<String> updates = rows.stream()
                    .filter(row -> row.value("_rt_op").equals("u"))
                    .map(row -> row.value("id") + " " + row.value("v"))
                    .sorted()
                    .toList();
            List<String> expected = IntStream.rangeClosed(1, TRANSACTIONS)
                    .boxed()
                    .flatMap(id ->
                            IntStream.rangeClosed(1, TRANSACTIONS + 1 - id).mapToObj(v -> id + " " + v))
                    .sorted()
                    .toList();
            assertThat(updates).isEqualTo(expected);
            assertThat(rows).hasSize(SNAPSHOT + expected.size());
            assertThat(lake.reader()
                            .table(new LakeName("shop", "t"))
                            .orElseThrow()
                            .location())
                    .startsWith("s3://lake/warehouse/");
        }
    }

    private static void execute(SourceServer server, String... statements) throws Exception {
        try (Connection shop = server.connect("shop")) {
            SourceServer.execute(shop, statements);
        }
    }
}
