package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.capture.source.Publication;
import io.rowtrail.capture.source.SlotState;
import io.rowtrail.capture.source.SourceChecks;
import io.rowtrail.capture.source.SourceConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** What is wrong is said in one sentence with its mend, before anything is captured. */
class StartChecksIT {
    @TempDir
    private static @Nullable Path directory;

    private static @Nullable SourceServer server;
    private static @Nullable Connection shop;

    @BeforeAll
    static void start() throws Exception {
        server = new SourceServer();
        shop = server.connect("shop");
        SourceServer.execute(
                shop,
                "CREATE TABLE good (id int PRIMARY KEY)",
                "ALTER TABLE good REPLICA IDENTITY FULL",
                "CREATE TABLE nokey (id int)",
                "CREATE TABLE mute (id int PRIMARY KEY)",
                "ALTER TABLE mute REPLICA IDENTITY NOTHING",
                "CREATE ROLE plain LOGIN",
                "CREATE ROLE half LOGIN REPLICATION",
                "GRANT CREATE ON DATABASE shop TO half",
                "CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY)",
                "CREATE ROLE reader LOGIN REPLICATION",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
        server.close();
    }

    private static Properties settings(String name, String tables) {
        Properties settings = server.settings(directory.resolve(name), tables, "http://127.0.0.1:9");
        settings.setProperty("source.name", name);
        return settings;
    }

    private static String refusal(Properties settings) throws InterruptedException {
        try {
            new Capture(CaptureConfig.from(settings), Clock.systemUTC(), System::nanoTime).run();
        } catch (RuntimeException e) {
            return e.getMessage();
        }
        throw new AssertionError("it started");
    }

    private static Properties as(Properties settings, String user) {
        settings.setProperty("source.user", user);
        return settings;
    }

    @Test
    void saysWhatToMendAtTheSource() throws Exception {
        assertThat(refusal(settings("nokey", "public.nokey")))
                .contains("public.nokey has no primary key", "ADD PRIMARY KEY");
        assertThat(refusal(settings("mute", "public.mute"))).contains("REPLICA IDENTITY FULL");
        assertThat(refusal(settings("absent", "public.absent"))).contains("there is no table public.absent");
        assertThat(refusal(as(settings("rights", "public.good"), "plain"))).contains("ALTER ROLE plain REPLICATION");
        assertThat(refusal(as(settings("select", "public.good"), "half"))).contains("GRANT SELECT ON public.good");
        assertThat(refusal(as(settings("nobody", "public.good"), "nobody"))).contains("cannot connect", "source.user");
        assertThat(refusal(settings("fleeting", "public.fleeting"))).contains("ALTER TABLE public.fleeting SET LOGGED");
    }

    @Test
    void saysWhatPublicationToAskFor() throws Exception {
        Properties settings = as(settings("published", "public.good,public.mute"), "reader");
        SourceServer.execute(shop, "ALTER TABLE mute REPLICA IDENTITY FULL");
        assertThat(refusal(settings))
                .contains("GRANT CREATE ON DATABASE shop TO reader")
                .contains("CREATE PUBLICATION rowtrail_published FOR TABLE public.good, public.mute");
        SourceServer.execute(shop, "GRANT CREATE ON DATABASE shop TO reader");
        assertThat(refusal(settings)).contains("does not own public.good, public.mute");
        SourceServer.execute(shop, "CREATE PUBLICATION rowtrail_published FOR TABLE good");
        assertThat(refusal(settings)).contains("ALTER PUBLICATION rowtrail_published SET TABLE");
        SourceServer.execute(shop, "ALTER PUBLICATION rowtrail_published SET TABLE good, mute");
        SourceConfig source = CaptureConfig.from(settings).source();
        try (SourceChecks checks = SourceChecks.connect(source)) {
            assertThat(checks.publication()).isEqualTo(Publication.Upkeep.GIVEN);
        }
        SourceServer.execute(shop, "ALTER TABLE mute REPLICA IDENTITY NOTHING");
    }

    @Test
    void saysWhoHasTheSlotAndWhenItHasLostItsLog() throws Exception {
        SourceConfig source =
                CaptureConfig.from(settings("held", "public.good")).source();
        SourceServer.execute(shop, "SELECT pg_create_logical_replication_slot('rowtrail_held', 'pgoutput')");
        SourceServer.execute(shop, "CREATE PUBLICATION rowtrail_held FOR TABLE good");
        Properties replication = new Properties();
        replication.setProperty("user", "postgres");
        replication.setProperty("replication", "database");
        replication.setProperty("assumeMinServerVersion", "14");
        replication.setProperty("preferQueryMode", "simple");
        try (SourceChecks checks = SourceChecks.connect(source)) {
            try (Connection holder = DriverManager.getConnection(server.url("shop"), replication);
                    PGReplicationStream stream = holder.unwrap(PGConnection.class)
                            .getReplicationAPI()
                            .replicationStream()
                            .logical()
                            .withSlotName("rowtrail_held")
                            .withSlotOption("proto_version", "1")
                            .withSlotOption("publication_names", "rowtrail_held")
                            .start()) {
                assertThat(stream.isClosed()).isFalse();
                assertThatThrownBy(() -> checks.slot(Duration.ZERO))
                        .hasMessageContainingAll("rowtrail_held is taken by server process", "pg_terminate_backend(");
            }
            assertThat(checks.slot(Duration.ofSeconds(10))).isEqualTo(SlotState.READY);
            SourceServer.execute(shop, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
            Waiting.until("the slot has lost its log", Duration.ofSeconds(20), () -> {
                SourceServer.execute(shop, "INSERT INTO good VALUES (1000 + (random() * 1e8)::int)");
                SourceServer.execute(shop, "SELECT pg_switch_wal()", "CHECKPOINT");
                return lost("rowtrail_held");
            });
            assertThat(checks.slot(Duration.ZERO)).isEqualTo(SlotState.LOST);
        } finally {
            SourceServer.execute(shop, "ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
            SourceServer.execute(shop, "SELECT pg_drop_replication_slot('rowtrail_held')");
        }
    }

    private static boolean lost(String slot) throws SQLException {
        try (Statement statement = shop.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM pg_replication_slots WHERE wal_status = 'lost'"
                        + " AND slot_name = '" + slot + "'")) {
            return rows.next();
        }
    }

    @Test
    void saysWhenTheServerHasNoSlotLeft() throws Exception {
        try (EmbeddedPostgres small = EmbeddedPostgres.builder()
                .setPort(0)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_replication_slots", "1")
                .start()) {
            try (Connection connection = small.getPostgresDatabase().getConnection()) {
                SourceServer.execute(
                        connection,
                        "CREATE TABLE good (id int PRIMARY KEY)",
                        "SELECT pg_create_logical_replication_slot('somebody', 'pgoutput')");
            }
            Properties settings = settings("full", "public.good");
            settings.setProperty("source.jdbc.url", "jdbc:postgresql://127.0.0.1:" + small.getPort() + "/postgres");
            assertThat(refusal(settings)).contains("max_replication_slots");
        }
    }

    @Test
    void endsWithThreeWhenNobodyAnswersAndTwoForAWrongSetting() throws Exception {
        Properties settings = settings("away", "public.good");
        settings.setProperty("source.jdbc.url", "jdbc:postgresql://127.0.0.1:1/shop");
        CaptureProcess away = CaptureProcess.start(directory, settings, 8);
        assertThat(away.exit(Duration.ofSeconds(60))).isEqualTo(3);
        assertThat(away.log()).contains("cannot connect to 127.0.0.1:1/shop as postgres");
        settings.setProperty("commit.idle.ms", "soon");
        CaptureProcess wrong = CaptureProcess.start(directory, settings, 9);
        assertThat(wrong.exit(Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(wrong.log()).contains("commit.idle.ms is no number: soon");
    }

    @Test
    void saysWhenTheLogIsNotLogical() throws Exception {
        try (EmbeddedPostgres plain = EmbeddedPostgres.builder().setPort(0).start()) {
            Properties settings = settings("plain", "public.good");
            settings.setProperty("source.jdbc.url", plain.getJdbcUrl("postgres", "postgres"));
            settings.setProperty("source.jdbc.url", "jdbc:postgresql://127.0.0.1:" + plain.getPort() + "/postgres");
            assertThat(refusal(settings)).contains("wal_level is replica", "wal_level = logical");
        }
    }

    @Test
    void stopsOnAConflictAtTheServiceAndOnAForgottenState() throws Exception {
        try (RecordingService service = new RecordingService()) {
            service.answers(() -> 409);
            Properties settings = settings("conflict", "public.good");
            settings.setProperty("service.url", service.url());
            SourceServer.execute(shop, "INSERT INTO good VALUES (1)");
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            assertThat(capture.exit(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(capture.log()).contains("409").contains("another content");
            settings.setProperty("state.dir", directory.resolve("elsewhere").toString());
            assertThat(refusal(settings)).contains("knows nothing of").contains("state.dir");
        }
    }

    @Test
    void saysWhenAnotherCaptureIsAtWork() throws Exception {
        try (RecordingService service = new RecordingService()) {
            Properties settings = settings("gone", "public.good");
            settings.setProperty("service.url", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 2);
            capture.awaitState("streaming");
            CaptureProcess second = CaptureProcess.start(directory, settings, 3);
            assertThat(second.exit(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(second.log()).contains("another capture works in");
            assertThat(capture.terminate()).isZero();
        }
    }
}
