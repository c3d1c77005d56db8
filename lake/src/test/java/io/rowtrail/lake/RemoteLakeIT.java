package io.rowtrail.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.adobe.testing.s3mock.S3MockApplication;
import io.rowtrail.trace.ChangeOrdinal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change tables in an object store and behind an Iceberg REST catalogue: the same as on the disk. */
class RemoteLakeIT {
    private static final int ROWS = 6_000;

    @TempDir
    private static @Nullable Path directory;

    private static @Nullable EmbeddedPostgres postgres;
    private static @Nullable S3MockApplication store;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setPort(0).start();
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

    @AfterAll
    static void stop() throws Exception {
        store.stop();
        postgres.close();
    }

    @SuppressWarnings("removal") // The port without TLS.
    private static Map<String, String> objects() {
        return Map.of(
                "s3.endpoint", "http://127.0.0.1:" + store.getHttpPort(),
                "s3.path-style-access", "true",
                "s3.access-key-id", "key",
                "s3.secret-access-key", "secret",
                "client.region", "us-east-1");
    }

    private static LakeConfig jdbc(String name, String warehouse, Map<String, String> properties) {
        return new LakeConfig(name, postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", warehouse, properties);
    }

    private static LakeConfig rest(RestServer server) {
        return new LakeConfig("lake", server.uri(), "", "", "main");
    }

    @Test
    void filesLieInAnObjectStore() {
        try (Lake lake = Lake.open(jdbc("objects", "s3://lake/ware house", objects()))) {
            holdsWhatWasCommitted(lake);
            assertThat(lake.reader()
                            .table(LakeName.parse("shop.sale"))
                            .orElseThrow()
                            .location())
                    .startsWith("s3://lake/ware house/");
        }
    }

    @Test
    void aRestCatalogueKeepsTablesOnTheDisk() throws Exception {
        String warehouse = directory.resolve("behind rest").toString();
        try (Lake behind = Lake.open(jdbc("disk", warehouse, Map.of()));
                RestServer server = new RestServer(behind.catalog(), Map.of());
                Lake lake = Lake.open(rest(server))) {
            holdsWhatWasCommitted(lake);
        }
    }

    /** How a server hands out access to its object store. */
    @Test
    void aRestCatalogueTellsWhereItsObjectStoreIs() throws Exception {
        try (Lake behind = Lake.open(jdbc("store", "s3://lake/behind", objects()));
                RestServer server = new RestServer(behind.catalog(), objects());
                Lake lake = Lake.open(rest(server))) {
            holdsWhatWasCommitted(lake);
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsNotDoneTwice() throws Exception {
        String warehouse = directory.resolve("lost").toString();
        try (Lake behind = Lake.open(jdbc("lost", warehouse, Map.of()));
                RestServer server = new RestServer(behind.catalog(), Map.of());
                Lake lake = Lake.open(rest(server))) {
            ChangeTable table = ChangeTable.createOrLoad(lake, LakeName.parse("shop.sale"), layout());
            server.losing.set(1);
            append(table, 1, 10);
            server.losing.set(1);
            append(table, 2, 10);
            assertThat(server.losing).hasValue(0);
            assertThat(lake.reader().count(RowQuery.of(table.name(), 1))).isEqualTo(20);
            server.losing.set(1);
            table.completeThrough(ChangeOrdinal.of(1, 3));
            assertThat(table.completeThrough()).contains(ChangeOrdinal.of(1, 3));
        }
    }

    @Test
    void tellsWhatDoesNotAnswer() throws Exception {
        String gone;
        try (Lake behind = Lake.open(jdbc("gone", directory.toString(), Map.of()));
                RestServer server = new RestServer(behind.catalog(), Map.of())) {
            gone = server.uri();
        }
        assertThatThrownBy(() -> Lake.open(new LakeConfig("lake", gone, "", "", "main")))
                .isInstanceOf(LakeUnreachableException.class)
                .hasMessageContaining(gone);
    }

    @Test
    void keepsSecretsToItself() {
        Map<String, String> properties = new HashMap<>(objects());
        properties.put("token", "hush");
        assertThat(jdbc("quiet", "s3://lake/quiet", properties).toString())
                .contains("s3.secret-access-key")
                .doesNotContain("=secret")
                .doesNotContain("hush");
    }

    private static void holdsWhatWasCommitted(Lake lake) {
        ChangeTable table = ChangeTable.createOrLoad(lake, LakeName.parse("shop.sale"), layout());
        append(table, 1, ROWS);
        append(table, 2, 3);
        ChangeTable again = ChangeTable.load(lake, table.name()).orElseThrow();
        assertThat(again.position()).contains(ChangeOrdinal.of(1, 2));
        assertThat(again.completeThrough()).contains(ChangeOrdinal.of(1, 2));
        LakeReader reader = lake.reader();
        assertThat(reader.tables()).containsExactly(table.name());
        assertThat(reader.count(RowQuery.of(table.name(), 1))).isEqualTo(ROWS + 3);
        LakeRows rows = reader.rows(RowQuery.of(table.name(), 10)
                .where(new RowFilter.TransactionIn(
                        Set.of(new ChangeOrdinal(ChangeOrdinal.of(1, 2).value())))));
        assertThat(rows.rows()).hasSize(3);
        LakeRows byKey =
                reader.rows(RowQuery.of(table.name(), 10).where(RowFilter.KeyEquals.of(Map.of("sale_id", 1_234))));
        assertThat(byKey.rows()).hasSize(1);
        assertThat(byKey.rows().get(0).value("note")).isEqualTo("note 1234");
        assertThat(reader.snapshots(table.name())).hasSize(2);
    }

    private static ChangeTableLayout layout() {
        return new ChangeTableLayout(
                "shop", Map.of("sale_id", Types.LongType.get(), "note", Types.StringType.get()), List.of("sale_id"));
    }

    private static void append(ChangeTable table, int transaction, int rows) {
        ChangeFile file = table.openFile();
        ChangeOrdinal ordinal = ChangeOrdinal.of(1, transaction);
        for (int i = 0; i < rows; i++) {
            long sale = (transaction - 1) * 1_000_000L + i;
            file.write(
                    new ChangeFile.Stamp(
                            "c",
                            ordinal.value(),
                            i,
                            Optional.empty(),
                            "none",
                            OffsetDateTime.parse("2026-01-01T00:00:00Z")),
                    List.of("sale_id", "note"),
                    new Object[] {sale, "note " + sale});
        }
        table.append(List.of(file.finish()), ordinal);
    }
}
