package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                "GRANT CREATE ON DATABASE shop TO half");
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
    void saysWhenTheSlotIsGone() throws Exception {
        try (RecordingService service = new RecordingService()) {
            Properties settings = settings("gone", "public.good");
            settings.setProperty("service.url", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 2);
            capture.awaitState("streaming");
            CaptureProcess second = CaptureProcess.start(directory, settings, 3);
            assertThat(second.exit(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(second.log()).contains("another capture works in");
            assertThat(capture.terminate()).isZero();
            SourceServer.execute(shop, "SELECT pg_drop_replication_slot('rowtrail_gone')");
            assertThat(refusal(settings)).contains("replication slot rowtrail_gone is gone");
        }
    }
}
